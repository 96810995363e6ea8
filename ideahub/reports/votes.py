"""The votes that were held, and which of them decides: its result is the report's, the others stand in it with their own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ideahub.voting.models import Vote
from ideahub.voting.tally import Standing, recount
from ideahub.workshops.models import Activity, Workshop

# A vote counts when more than one in so many answer in it, of as many as in the vote that most people answered in.
SHARE_THAT_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Held:
    """A vote that somebody answered in. `standings` are recounted from the votes themselves, by target."""

    activity: Activity
    voters: int
    standings: dict[UUID, Standing]


def held_votes(workshop: Workshop) -> list[Held]:
    """The latest first. A fixed number of queries."""
    voters = dict(
        given(Vote.objects.filter(activity__workshop=workshop))
        .order_by()
        .values_list("activity")
        .annotate(people=Count("participant", distinct=True))
    )
    latest_first = [F("started_at").desc(nulls_last=True), F("position").desc()]
    held = list(Activity.objects.filter(pk__in=voters).order_by(*latest_first))
    answers = _answers(held)
    return [Held(one, voters[one.pk], recount(one.rules, answers[one.pk])) for one in held]


def that_count(held: Sequence[Held]) -> list[Held]:
    """Those that enough answered in; the last of them decides, so that a stray tap in a later vote decides nothing."""
    most = max((one.voters for one in held), default=0)
    return [one for one in held if SHARE_THAT_COUNTS * one.voters > most]


def given(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """Those that say something: no points are nothing, a card that was passed over is an answer."""
    said = Q(points__lt=0) | Q(points__gt=0) | Q(effort__isnull=False)
    return votes.filter(said | Q(points=0, activity__settings__model="agree"), parked=False)


def _answers(held: Sequence[Activity]) -> dict[UUID, list[tuple[UUID, int | None, int | None]]]:
    """By vote; parked ones count for nothing."""
    found: dict[UUID, list[tuple[UUID, int | None, int | None]]] = defaultdict(list)
    votes = Vote.objects.filter(activity__in=held, parked=False)
    for activity, target, points, effort in votes.values_list("activity", "target", "points", "effort"):
        found[activity].append((target, points, effort))
    return found
