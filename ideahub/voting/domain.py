"""Votes: placed as a set, told as one tally."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.statements import Question, insert, save
from ideahub.ideas.models import Cluster, Idea
from ideahub.protocol import events
from ideahub.protocol.state import ActivitySettings
from ideahub.voting.answering import read_answer
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import NO_ANSWER, Answer, Limits, Moves, Standing, cost, limits, moved, recount
from ideahub.workshops.domain import COUNTED, NOBODY, Counts, ballot_counts
from ideahub.workshops.models import Activity
from ideahub.workshops.rules import (
    require_open,
    require_participant,
    result_closed_it,
    takes_input,
    takes_late_input,
    totals_were_seen,
    was_made_in,
)
from ideahub.workshops.scene import Scene, vote_of

NO_BUDGET = 1_000_000
ONE_ANSWER = ("activity", "participant", "target")

Target = type[Idea] | type[Cluster]
SEEN = {"status": "shown", "room": True, "withdrawn": False, "merged_into_id": None}
# What is there to be voted on; of clusters only those in which the room sees an idea (FILLED).
COUNTS: dict[Target, dict[str, Any]] = {Cluster: {"removed": False}, Idea: SEEN}
BALLOTS = Question(
    lambda workshop, people: Ballot.objects.filter(activity__in=vote_of(workshop), participant__in=people)
)
# What counts of somebody's answers: not what is parked.
PLACED = Question(
    lambda workshop, people: placed(
        Vote.objects.filter(activity__in=vote_of(workshop), participant__in=people, parked=False)
    )
)


def placed(votes: "QuerySet[Vote]") -> "QuerySet[Vote, tuple[UUID, UUID, int | None, int | None]]":
    """As rows: a full room's votes are thousands, of which a batch changes a few."""
    return votes.values_list("participant_id", "target", "points", "effort")


def _votable(model: Target, workshop: UUID) -> Any:
    return model.objects.filter(workshop=workshop, **COUNTS[model]).order_by().values_list("pk")


def _rows_among(model: Target, workshop: UUID, targets: list[UUID]) -> Any:
    return model.objects.filter(workshop=workshop, pk__in=targets).order_by()


FILLED = Question(
    lambda workshop, clusters: (
        Idea.objects.filter(workshop=workshop, cluster__in=clusters, **SEEN)
        .order_by()
        .values_list("cluster_id")
        .distinct()
    )
)
TARGETS: dict[Target, Question[Idea | Cluster]] = {model: Question(partial(_rows_among, model)) for model in COUNTS}


def open_vote(scene: Scene, *, named: UUID | None = None) -> Activity:
    """The vote that a command counts in: the one it was given in, never another one that is on when it arrives.

    What was made in time may come late, until the room has seen the totals. Raises `not_open` or `closed`.
    """
    require_open(scene.workshop)
    workshop, now = scene.workshop, scene.log.now
    activity = _given_in(scene, named)
    if activity and takes_input(workshop, activity, now=now):
        return activity
    if activity and takes_late_input(workshop, activity, now=now, made=scene.made):
        if totals_were_seen(workshop, activity):
            raise DomainError("not_open", _("Rösten kom fram efter att resultatet visades och räknas inte."))
        return activity
    if activity is not scene.vote_activity:
        raise DomainError("not_open", _("Rösten gällde en omröstning som är slut och räknas inte."))
    if activity and result_closed_it(workshop, activity):
        raise DomainError("not_open", _("Resultatet visas. Det går inte att rösta längre."))
    raise DomainError("not_open", _("Det går inte att rösta just nu."))


def _given_in(scene: Scene, named: UUID | None) -> Activity | None:
    """The vote that the command names; else the one that was on, or was last, when it was made; else the one there is now.

    A step that was started anew no longer tells that it was on before. A time in no known step belongs to such a one: then it is
    the vote there is now, too.
    """
    votes = [one for one in scene.activities if one.kind == "vote"]
    if named is not None:
        return next((one for one in votes if one.id == named), None)
    made = scene.made
    if not any(was_made_in(one, made, until=one.closed_at) for one in scene.activities):
        return scene.vote_activity
    begun = [(one.started_at, one) for one in votes if made and one.started_at and one.started_at <= made]
    return max(begun, key=lambda pair: pair[0])[1] if begun else scene.vote_activity


@dataclass
class BallotBox:
    """The votes of one batch: read once, changed in memory, written as one upsert, told as one `tally.changed`."""

    scene: Scene
    activity: Activity
    ballots: dict[UUID, Ballot] = field(default_factory=dict)
    votes: dict[tuple[UUID, UUID], Answer] = field(default_factory=dict)
    targets: dict[UUID, Idea | Cluster] = field(default_factory=dict)
    # Those of the targets that can be voted on: the same that stand in the result and the report.
    votable: set[UUID] = field(default_factory=set)
    changed: set[tuple[UUID, UUID]] = field(default_factory=set)
    changed_ballots: set[UUID] = field(default_factory=set)
    moves: Moves = field(default_factory=Moves)
    # How many had voted and said that they are done, and which of the ballots were of these.
    counts: Counts = NOBODY
    counted: dict[UUID, Counts] = field(default_factory=dict)

    @classmethod
    def ask_ahead(cls, workshop: UUID, people: Collection[UUID], targets: Collection[UUID]) -> None:
        BALLOTS.ask_ahead(workshop, people)
        PLACED.ask_ahead(workshop, people)
        COUNTED.ask_ahead(workshop)
        for model in TARGETS:
            TARGETS[model].ask_ahead(workshop, targets)
        FILLED.ask_ahead(workshop, targets)

    @classmethod
    def opened(
        cls, scene: Scene, activity: Activity, *, people: Collection[UUID], targets: Collection[UUID]
    ) -> "BallotBox":
        """Reads what these people have placed, and how the targets stand."""
        workshop = scene.workshop.pk
        box = cls(scene, activity)
        if box.is_told:
            box.counts = ballot_counts(workshop)
            ballots, votes = BALLOTS.ask(workshop, people), PLACED.ask(workshop, people)
        else:
            ballots = list(activity.ballots.filter(participant__in=people))
            votes = list(placed(activity.votes.filter(participant__in=people, parked=False)))
        box.ballots = {one.participant_id: one for one in ballots}
        box.counted = {person: _counted(ballot) for person, ballot in box.ballots.items()}
        box.votes = {(person, target): Answer(points, effort) for person, target, points, effort in votes}
        model = target_model(activity)
        box.targets = {one.pk: one for one in TARGETS[model].ask(workshop, targets)}
        box.votable = {target for target, found in box.targets.items() if _stands(found)}
        if model is Cluster:
            box.votable &= {one for (one,) in FILLED.ask(workshop, targets)}
        return box

    @property
    def is_told(self) -> bool:
        """Whether it is the vote whose totals stand on ideas and clusters, and not one before it."""
        return self.activity.pk == self.scene.workshop.vote_activity_id

    @cached_property
    def rules(self) -> ActivitySettings:
        return self.activity.rules

    @cached_property
    def limits(self) -> Limits:
        return limits(self.rules)

    def place(self, actor: Actor, *, target: UUID, points: int | None, effort: int | None = None) -> int:
        """Sets one person's answer to one target; returns how many points they have left. Raises before it changes anything."""
        require_participant(actor)
        assert actor.participant is not None
        rules = self.rules
        before = self.votes.get((actor.participant, target), NO_ANSWER)
        answer = read_answer(rules, points=points, effort=effort)
        if target not in self.votable and not self._takes_back(before, answer):
            raise DomainError("not_found", _("Det går inte att rösta på den här."), field="target")
        ballot = self.ballots.get(actor.participant) or self._new_ballot(actor.participant)
        spent = ballot.spent + cost(rules, answer) - cost(rules, before)
        if spent > ballot.budget:
            raise DomainError(
                "budget_spent", _("Alla röster är lagda. Ta tillbaka en för att flytta den."), field="points"
            )
        self.ballots[actor.participant] = ballot
        if answer != before:
            self.votes[actor.participant, target] = answer
            self.changed.add((actor.participant, target))
            self.moves.replace(target, before, answer)
            ballot.spent = spent
            self.changed_ballots.add(actor.participant)
        return self.left(ballot)

    def _takes_back(self, before: Answer, answer: Answer) -> bool:
        """What was said of something that has been hidden or emptied since can still be taken back."""
        return cost(self.rules, answer) < cost(self.rules, before)

    def _new_ballot(self, participant: UUID) -> Ballot:
        return Ballot(activity=self.activity, participant_id=participant, budget=self.limits.budget or NO_BUDGET)

    def left(self, ballot: Ballot) -> int:
        return ballot.budget - ballot.spent if self.limits.budget is not None else 0

    def say_done(self, actor: Actor, *, done: bool) -> int:
        """«Klar»: a promise to the leader, not a lock."""
        require_participant(actor)
        assert actor.participant is not None
        ballot = self.ballots.get(actor.participant) or self._new_ballot(actor.participant)
        self.ballots[actor.participant] = ballot
        ballot.done = done
        self.changed_ballots.add(actor.participant)
        return self.left(ballot)

    def write(self) -> int | None:
        """Stores what changed and records one tally; returns its seq, or None when nothing changed that is told."""
        if not self.changed and not self.changed_ballots:
            return None
        self._store_votes()
        store_ballots(self.ballots[one] for one in self.changed_ballots)
        self.scene.log.touched |= self.changed_ballots
        if not self.is_told:
            return None
        rows = [row for target, row in self.targets.items() if target in self.moves]
        return record_tally(self.scene, _moved(self.activity, rows, self.moves), self._recounted())

    def _store_votes(self) -> None:
        new = [
            Vote(activity_id=self.activity.pk, participant_id=person, target=target, points=points, effort=effort)
            for person, target in self.changed
            for points, effort in [self.votes[person, target]]
        ]
        insert(new, unique=ONE_ANSWER, update=["points", "effort"])

    def _recounted(self) -> Counts:
        """The counts of all ballots once these are stored."""
        before = [self.counted.get(one, NOBODY) for one in self.changed_ballots]
        after = [_counted(self.ballots[one]) for one in self.changed_ballots]
        return Counts(
            self.counts.voted + sum(one.voted for one in after) - sum(one.voted for one in before),
            self.counts.done + sum(one.done for one in after) - sum(one.done for one in before),
        )


def _stands(target: Idea | Cluster) -> bool:
    return all(getattr(target, name) == value for name, value in COUNTS[type(target)].items())


def _counted(ballot: Ballot) -> Counts:
    return Counts(voted=int(ballot.spent > 0), done=int(ballot.done))


def store_votes(votes: Iterable[Vote]) -> None:
    """One statement, whether the rows are new or known."""
    insert(votes, unique=ONE_ANSWER, update=["points", "effort", "parked", "moved"])


def store_ballots(ballots: Iterable[Ballot]) -> None:
    insert(ballots, unique=["activity", "participant"], update=["spent", "budget", "done"])


def target_model(activity: Activity) -> Target:
    return Cluster if activity.rules.target == "clusters" else Idea


def store_moves(scene: Scene, activity: Activity, moves: Moves) -> dict[UUID, Standing]:
    """Brings the kept totals of the targets up to date; returns how these stand now."""
    return _moved(activity, TARGETS[target_model(activity)].ask(scene.workshop.pk, moves), moves)


def _moved(activity: Activity, rows: Collection[Idea | Cluster], moves: Moves) -> dict[UUID, Standing]:
    for row in rows:
        row.points, row.answers = moved(activity.rules, Standing(row.points, row.answers), moves[row.pk])
    save(rows, "points", "answers")
    return {row.pk: Standing(row.points, row.answers) for row in rows}


def record_tally(scene: Scene, totals: Mapping[UUID, Standing], counts: Counts | None = None) -> int:
    """`counts`: of all ballots, where the caller knows them."""
    voted, done = counts or ballot_counts(scene.workshop.pk)
    return scene.log.record(
        events.TallyChanged, totals_shown=scene.totals_shown, voted=voted, done=done, **_told(scene, totals)
    )


def record_standings(scene: Scene, targets: Collection[UUID]) -> int:
    """Tells how these targets of the vote stand now."""
    activity = scene.vote_activity
    rows = TARGETS[target_model(activity)].ask(scene.workshop.pk, targets) if activity else []
    return record_tally(scene, {row.pk: Standing(row.points, row.answers) for row in rows})


def _told(scene: Scene, totals: Mapping[UUID, Standing]) -> dict[str, Any]:
    """Sums for all; answers where the model of the vote has more to tell."""
    activity = scene.vote_activity
    only_sums = activity is None or activity.rules.model == "points"
    return {
        "points": {str(target): standing.points for target, standing in totals.items()},
        "answers": {} if only_sums else {str(target): standing.answers for target, standing in totals.items()},
    }


def totals_of(scene: Scene) -> dict[UUID, Standing]:
    """Counted anew from the votes of the last vote; targets that nobody answered are left out."""
    activity = scene.vote_activity
    if activity is None:
        return {}
    votes = Vote.objects.filter(activity=activity, parked=False).values_list("target", "points", "effort")
    return {target: standing for target, standing in recount(activity.rules, votes).items() if any(standing)}


def begin_vote(scene: Scene) -> None:
    """A vote that starts shows its own totals from here on: none if it is new, what it had if it is taken up again."""
    totals = totals_of(scene)
    activity = scene.vote_activity
    changed: dict[UUID, Standing] = {}
    for model in (Idea, Cluster):
        rows = model.objects.filter(workshop=scene.workshop).exclude(points=0, answers=None)
        changed |= dict.fromkeys(rows.values_list("pk", flat=True), Standing(0, None))
        rows.update(points=0, answers=None)
    if activity is not None:
        _keep(activity, totals)
    if changed | totals:
        record_tally(scene, changed | totals)


def _keep(activity: Activity, totals: Mapping[UUID, Standing]) -> None:
    rows: list[Idea | Cluster] = list(target_model(activity).objects.filter(pk__in=totals))
    for row in rows:
        row.points, row.answers = totals[row.pk]
    save(rows, "points", "answers")


def show_totals(scene: Scene, *, shown: bool) -> int:
    """Reveals the totals to the room, or takes them back."""
    scene.workshop.totals = "shown" if shown else "hidden"
    scene.workshop.save(update_fields=["totals"])
    return record_totals(scene)


def record_totals(scene: Scene) -> int:
    if not scene.totals_shown:
        return scene.log.record(events.TotalsHidden, totals_shown=False)
    activity = scene.vote_activity
    seen = {one for (one,) in _votable(target_model(activity), scene.workshop.pk)} if activity else set()
    totals = {target: standing for target, standing in totals_of(scene).items() if target in seen}
    return scene.log.record(events.TotalsShown, totals_shown=True, **_told(scene, totals))


def is_voted_on(scene: Scene, *, target: UUID) -> bool:
    """Whether anybody's answer lies there, in whatever vote of the meeting."""
    rows = Vote.objects.filter(activity__workshop=scene.workshop, target=target).select_related("activity")
    return any(cost(vote.activity.rules, Answer(vote.points, vote.effort)) for vote in rows)
