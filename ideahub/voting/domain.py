"""Votes: placed as a set, told as one tally, moved along when targets are merged and back when they are split."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.ideas.models import Cluster, Idea
from ideahub.protocol import events
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import Limits, limits
from ideahub.workshops.domain import ballot_counts
from ideahub.workshops.models import Activity
from ideahub.workshops.rules import require_open, require_participant, takes_input
from ideahub.workshops.scene import Scene

NO_BUDGET = 1_000_000


def open_vote(scene: Scene) -> Activity:
    """The vote that takes points now. Raises `not_open` or `closed`."""
    require_open(scene.workshop)
    activity = scene.vote_activity
    if activity is None or not takes_input(scene.workshop, activity, now=scene.log.now):
        raise DomainError("not_open", _("Det går inte att rösta just nu."))
    return activity


@dataclass
class BallotBox:
    """The votes of one batch: read once, changed in memory, written as one upsert, told as one `tally.changed`."""

    scene: Scene
    activity: Activity
    ballots: dict[UUID, Ballot] = field(default_factory=dict)
    votes: dict[tuple[UUID, UUID], Vote] = field(default_factory=dict)
    targets: set[UUID] = field(default_factory=set)
    changed: set[tuple[UUID, UUID]] = field(default_factory=set)
    changed_ballots: set[UUID] = field(default_factory=set)
    moved: dict[UUID, int] = field(default_factory=dict)

    @classmethod
    def opened(
        cls, scene: Scene, activity: Activity, *, people: Iterable[UUID], targets: Iterable[UUID]
    ) -> "BallotBox":
        """Reads what these people have placed, and which of the targets can be voted on."""
        people, wanted = list(people), set(targets)
        box = cls(scene, activity)
        box.ballots = {
            one.participant_id: one for one in Ballot.objects.filter(activity=activity, participant__in=people)
        }
        box.votes = {
            (one.participant_id, one.target): one
            for one in Vote.objects.filter(activity=activity, participant__in=people)
        }
        box.targets = set(_votable(scene, activity).filter(pk__in=wanted).values_list("pk", flat=True))
        return box

    @property
    def limits(self) -> Limits:
        return limits(self.activity.rules)

    def place(self, actor: Actor, *, target: UUID, points: int) -> int:
        """Sets one person's points on one target; returns how many they have left. Raises before it changes anything."""
        require_participant(actor)
        assert actor.participant is not None
        vote = self.votes.get((actor.participant, target))
        before = vote.points if vote and not vote.parked else 0
        # Points on what has been hidden since can still be taken back.
        if target not in self.targets and not 0 <= points < before:
            raise DomainError("not_found", _("Det går inte att rösta på den här."), field="target")
        allowed = self.limits
        if not allowed.least <= points <= allowed.most:
            raise DomainError("cap_reached", _("Så många röster går inte att lägga på samma förslag."), field="points")
        ballot = self.ballots.get(actor.participant) or self._new_ballot(actor.participant)
        spent = ballot.spent + (points - before if allowed.budget is not None else 0)
        if spent > ballot.budget:
            raise DomainError(
                "budget_spent", _("Alla röster är lagda. Ta tillbaka en för att flytta den."), field="points"
            )
        self.ballots[actor.participant] = ballot
        if points != before:
            self._put(actor.participant, target, points)
            self.moved[target] = self.moved.get(target, 0) + points - before
            ballot.spent = spent
            self.changed_ballots.add(actor.participant)
        return self.left(ballot)

    def _new_ballot(self, participant: UUID) -> Ballot:
        return Ballot(activity=self.activity, participant_id=participant, budget=self.limits.budget or NO_BUDGET)

    def _put(self, participant: UUID, target: UUID, points: int) -> None:
        key = (participant, target)
        if key in self.votes:
            self.votes[key].points = points
        else:
            self.votes[key] = Vote(activity=self.activity, participant_id=participant, target=target, points=points)
        self.changed.add(key)

    def left(self, ballot: Ballot) -> int:
        return ballot.budget - ballot.spent if self.limits.budget is not None else 0

    def say_done(self, actor: Actor, *, done: bool) -> int:
        """«Klar»: a promise to the leader, not a lock."""
        require_participant(actor)
        assert actor.participant is not None
        ballot = self.ballots.setdefault(actor.participant, self._new_ballot(actor.participant))
        ballot.done = done
        self.changed_ballots.add(actor.participant)
        return self.left(ballot)

    def write(self) -> int | None:
        """Stores what changed and records one tally; returns its seq, or None when nothing changed."""
        if not self.changed and not self.changed_ballots:
            return None
        Vote.objects.bulk_create(
            [self.votes[key] for key in self.changed],
            update_conflicts=True,
            unique_fields=["activity", "participant", "target"],
            update_fields=["points"],
        )
        Ballot.objects.bulk_create(
            [self.ballots[one] for one in self.changed_ballots],
            update_conflicts=True,
            unique_fields=["activity", "participant"],
            update_fields=["spent", "budget", "done"],
        )
        self.scene.log.touched |= self.changed_ballots
        totals = _add_points(self.scene, self.activity, self.moved)
        return record_tally(self.scene, totals)


def _votable(scene: Scene, activity: Activity):  # type: ignore[no-untyped-def]
    if activity.rules.target == "clusters":
        return scene.workshop.clusters.filter(removed=False)
    return scene.workshop.ideas.filter(status="shown", room=True, withdrawn=False, merged_into=None)


def _add_points(scene: Scene, activity: Activity, moved: dict[UUID, int]) -> dict[UUID, int]:
    """Adds to the kept totals of the targets; returns their new values."""
    model: type[Idea] | type[Cluster] = Cluster if activity.rules.target == "clusters" else Idea
    for target, by in moved.items():
        if by:
            model.objects.filter(pk=target, workshop=scene.workshop).update(points=F("points") + by)
    return dict(model.objects.filter(pk__in=moved).values_list("pk", "points"))


def record_tally(scene: Scene, totals: dict[UUID, int]) -> int:
    counts = ballot_counts(scene.workshop.vote_activity_id)
    return scene.log.record(
        events.TallyChanged,
        totals_shown=scene.totals_shown,
        points={str(target): points for target, points in totals.items()},
        voted=counts["voted"],
        done=counts["done"],
    )


def totals_of(scene: Scene) -> dict[UUID, int]:
    """Counted anew from the votes of the last vote; targets without points are left out."""
    rows = (
        Vote.objects.filter(activity=scene.workshop.vote_activity_id, parked=False)
        .values("target")
        .annotate(total=Sum("points"))
        .values_list("target", "total")
    )
    return {target: total for target, total in rows if total}


def begin_vote(scene: Scene) -> None:
    """A vote that starts shows its own totals from here on: none if it is new, what it had if it is taken up again."""
    totals = totals_of(scene)
    activity = scene.vote_activity
    changed: dict[UUID, int] = {}
    for model in (Idea, Cluster):
        rows = model.objects.filter(workshop=scene.workshop).exclude(points=0)
        changed |= dict.fromkeys(rows.values_list("pk", flat=True), 0)
        rows.update(points=0)
    target = Cluster if activity and activity.rules.target == "clusters" else Idea
    for one, points in totals.items():
        target.objects.filter(pk=one).update(points=points)
    if changed | totals:
        record_tally(scene, changed | totals)


def show_totals(scene: Scene, *, shown: bool) -> int:
    """Reveals the totals to the room, or takes them back."""
    scene.workshop.totals = "shown" if shown else "hidden"
    scene.workshop.save(update_fields=["totals"])
    return record_totals(scene)


def record_totals(scene: Scene) -> int:
    if not scene.totals_shown:
        return scene.log.record(events.TotalsHidden, totals_shown=False)
    activity = scene.vote_activity
    seen = set(_votable(scene, activity).values_list("pk", flat=True)) if activity else set()
    points = {str(target): total for target, total in totals_of(scene).items() if target in seen}
    return scene.log.record(events.TotalsShown, totals_shown=True, points=points)


def move_points(scene: Scene, *, part: UUID, whole: UUID) -> None:
    """Adds everybody's points on `part` to theirs on `whole`, within the cap per target.

    What the cap cuts off comes back to the budget. The rows of `part` are parked, to come apart again.
    """
    activity = scene.vote_activity
    if activity is None:
        return
    allowed = limits(activity.rules)
    moved = 0
    keeps = {one.participant_id: one for one in Vote.objects.filter(activity=activity, target=whole, parked=False)}
    for vote in Vote.objects.filter(activity=activity, target=part, parked=False):
        kept = keeps.get(vote.participant_id) or Vote(
            activity=activity, participant_id=vote.participant_id, target=whole, points=0
        )
        vote.moved = max(allowed.least, min(kept.points + vote.points, allowed.most)) - kept.points
        kept.points += vote.moved
        moved += vote.moved
        vote.parked = True
        vote.save()
        kept.save()
        _spend(scene, activity, vote.participant_id, vote.moved - vote.points)
    _add_points(scene, activity, {whole: moved})
    _set_points(activity, part, 0)


def return_points(scene: Scene, *, part: UUID, whole: UUID) -> None:
    """Undoes `move_points` as far as the budget allows.

    What went along comes back from `whole`, what was cut off is placed again.
    """
    activity = scene.vote_activity
    if activity is None:
        return
    allowed = limits(activity.rules)
    taken = back = 0
    keeps = {one.participant_id: one for one in Vote.objects.filter(activity=activity, target=whole, parked=False)}
    budgets = {one.participant_id: one for one in Ballot.objects.filter(activity=activity)}
    for vote in Vote.objects.filter(activity=activity, target=part, parked=True):
        kept = keeps.get(vote.participant_id)
        from_whole = kept.points - max(allowed.least, min(kept.points - vote.moved, allowed.most)) if kept else 0
        if kept:
            kept.points -= from_whole
            kept.save()
        ballot = budgets[vote.participant_id]
        vote.points = min(vote.points, from_whole + ballot.budget - ballot.spent)
        vote.parked, vote.moved = False, 0
        vote.save()
        _spend(scene, activity, vote.participant_id, vote.points - from_whole)
        taken += from_whole
        back += vote.points
    _add_points(scene, activity, {whole: -taken})
    _set_points(activity, part, back)


def give_back(scene: Scene, *, target: UUID) -> None:
    """Points on a target that is gone return to their owners."""
    activity = scene.vote_activity
    if activity is None:
        return
    votes = list(Vote.objects.filter(activity=activity, target=target, parked=False))
    for vote in votes:
        _spend(scene, activity, vote.participant_id, -vote.points)
        vote.delete()
    if votes:
        record_tally(scene, {})


def _spend(scene: Scene, activity: Activity, participant: UUID, by: int) -> None:
    if by and limits(activity.rules).budget is not None:
        Ballot.objects.filter(activity=activity, participant=participant).update(spent=F("spent") + by)
    scene.log.touched.add(participant)


def _set_points(activity: Activity, target: UUID, points: int) -> None:
    model: type[Idea] | type[Cluster] = Cluster if activity.rules.target == "clusters" else Idea
    model.objects.filter(pk=target).update(points=points)
