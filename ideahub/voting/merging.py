"""Votes go along when their targets are merged, and come apart again when these are split.

Shared-out points are added, within the cap for one target. Of answers, a person's own on the target that stays wins; where
they gave none there, theirs on the part goes along. All this is done in every vote that has begun, not only in the last one:
the report tells of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ideahub.voting.domain import record_tally, store_ballots, store_moves, store_votes
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import NO_ANSWER, Answer, Moves, cost, limits
from ideahub.workshops.models import Activity
from ideahub.workshops.scene import Scene


def answer_in(vote: Vote | None) -> Answer:
    """What counts of a row: nothing while it is parked."""
    return NO_ANSWER if vote is None or vote.parked else Answer(vote.points, vote.effort)


@dataclass
class Moving:
    """The votes on some targets: read at once, changed in memory, written at once."""

    scene: Scene
    activity: Activity
    votes: dict[tuple[UUID, UUID], Vote]
    ballots: dict[UUID, Ballot]
    changed: dict[tuple[UUID, UUID], Vote] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)

    @classmethod
    def of(cls, scene: Scene, activity: Activity, targets: Sequence[UUID]) -> "Moving":
        votes = {
            (one.target, one.participant_id): one
            for one in Vote.objects.filter(activity=activity, target__in=targets).order_by("participant_id")
        }
        people = {person for _target, person in votes}
        ballots = Ballot.objects.filter(activity=activity, participant__in=people)
        return cls(scene, activity, votes, {one.participant_id: one for one in ballots})

    def on(self, target: UUID, *, parked: bool) -> list[Vote]:
        """The answers to a target, each person's once."""
        return [
            one
            for (which, _person), one in self.votes.items()
            if which == target and one.parked == parked and Answer(one.points, one.effort).given
        ]

    def put(self, person: UUID, target: UUID, answer: Answer, *, parked: bool = False, moved: int = 0) -> None:
        key = (target, person)
        vote = self.votes.get(key) or Vote(activity=self.activity, participant_id=person, target=target)
        before, counts = answer_in(vote), NO_ANSWER if parked else answer
        vote.points, vote.effort, vote.parked, vote.moved = *answer, parked, moved
        self.votes[key] = self.changed[key] = vote
        self.moves.replace(target, before, counts)
        rules = self.activity.rules
        self.ballots[person].spent += cost(rules, counts) - cost(rules, before)

    def answer(self, person: UUID, target: UUID) -> Answer:
        return answer_in(self.votes.get((target, person)))

    def write(self) -> None:
        people = {person for _target, person in self.changed}
        store_votes(self.changed.values())
        store_ballots(self.ballots[one] for one in people)
        if self.activity is self.scene.vote_activity:
            store_moves(self.scene, self.activity, self.moves)
        self.scene.log.touched |= people


def _begun(scene: Scene) -> list[Activity]:
    return [one for one in scene.activities if one.kind == "vote" and one.started_at is not None]


def move_votes(scene: Scene, *, part: UUID, whole: UUID) -> None:
    """Adds everybody's votes on `part` to theirs on `whole`. The rows of `part` are parked, to come apart again."""
    for activity in _begun(scene):
        moving = Moving.of(scene, activity, [part, whole])
        for vote in moving.on(part, parked=False):
            _go_along(moving, vote, whole)
        moving.write()


def _go_along(moving: Moving, vote: Vote, whole: UUID) -> None:
    person, own = vote.participant_id, Answer(vote.points, vote.effort)
    kept = moving.answer(person, whole)
    if moving.activity.rules.model == "points":
        most = limits(moving.activity.rules).most
        goes = min((kept.points or 0) + (own.points or 0), most) - (kept.points or 0)
        together = Answer((kept.points or 0) + goes or None)
    else:
        goes, together = (0, kept) if kept.given else (1, own)
    moving.put(person, vote.target, own, parked=True, moved=goes)
    if goes:
        moving.put(person, whole, together)


def return_votes(scene: Scene, *, part: UUID, whole: UUID | None, others: Sequence[UUID] = ()) -> bool:
    """Undoes `move_votes`, or without `whole` `put_away`; `others` are the parts that stay in `whole`. Whether there were any.

    What went along comes back from `whole`, what was cut off or put away is placed again as far as the budget allows. An
    answer on `whole` that was changed meanwhile stays there, and the one on `part` comes back as it was.
    """
    found = False
    for activity in _begun(scene):
        moving = Moving.of(scene, activity, [one for one in (part, whole, *others) if one])
        for vote in moving.on(part, parked=True):
            found = True
            if activity.rules.model == "points":
                _take_points_apart(moving, vote, whole)
            else:
                _take_answers_apart(moving, vote, whole, others)
        moving.write()
    return found


def _take_points_apart(moving: Moving, vote: Vote, whole: UUID | None) -> None:
    person, ballot = vote.participant_id, moving.ballots[vote.participant_id]
    kept = moving.answer(person, whole).points or 0 if whole else 0
    left = max(0, kept - vote.moved)
    if whole and left != kept:
        moving.put(person, whole, Answer(left or None))
    moving.put(person, vote.target, Answer(min(vote.points or 0, ballot.budget - ballot.spent) or None))


def _take_answers_apart(moving: Moving, vote: Vote, whole: UUID | None, others: Sequence[UUID]) -> None:
    person, own, went_along = vote.participant_id, Answer(vote.points, vote.effort), bool(vote.moved)
    moving.put(person, vote.target, own)
    if whole is None or not went_along or moving.answer(person, whole) != own:
        return
    heir = next((found for one in others if (found := moving.votes.get((one, person))) and found.parked), None)
    if heir is None:
        moving.put(person, whole, NO_ANSWER)
    else:
        inherited = Answer(heir.points, heir.effort)
        moving.put(person, whole, inherited)
        moving.put(person, heir.target, inherited, parked=True, moved=1)


def give_back(scene: Scene, *, target: UUID) -> None:
    """Votes on a target that is gone for good return to their owners."""
    _free(scene, target, keep=False)


def put_away(scene: Scene, *, target: UUID) -> None:
    """The same for one that may come back: what each had placed is kept with it, to be placed again."""
    _free(scene, target, keep=True)


def _free(scene: Scene, target: UUID, *, keep: bool) -> None:
    changed = False
    for activity in _begun(scene):
        moving = Moving.of(scene, activity, [target])
        for vote in moving.on(target, parked=False):
            changed = True
            answer = Answer(vote.points, vote.effort) if keep else NO_ANSWER
            moving.put(vote.participant_id, target, answer, parked=keep)
        moving.write()
    if changed:
        record_tally(scene, {})
