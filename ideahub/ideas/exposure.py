"""Which ideas were on how many phones' screens, so that what was seen least comes first where people read before they vote.

Told to nobody: who saw what. Others get an order without numbers, the staff and the report a count for each idea.
"""

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count

from ideahub.ideas.models import Cluster, Exposure, Idea
from ideahub.protocol.state import Fair
from ideahub.workshops.models import Participant

# Counts that differ by less than this share of the phones are alike: all phones of a room begin to read at the same
# moment, and an order that told a handful apart would put the same idea on top of every one.
ALIKE = 0.05
KEPT_S = 10.0
FRESH_S = 1.0
# Few enough that nobody's command waits long for the database behind them.
MOST_IN_A_WRITE = 500


class Seen(NamedTuple):
    """One thing on one phone's screen: an idea, or a cluster that is voted on."""

    participant: UUID
    target: UUID


def store_seen(workshop: UUID, seen: Iterable[Seen]) -> None:
    """Remembers each once, however often it is told. What is unknown, or not for the room, is left out."""
    wanted = set(seen)
    people = set(
        Participant.objects.filter(workshop=workshop, pk__in={one.participant for one in wanted}).values_list(
            "pk", flat=True
        )
    )
    targets = _targets(workshop)
    rows = [
        Exposure(workshop_id=workshop, participant_id=one.participant, target=one.target)
        for one in sorted(wanted)
        if one.participant in people and one.target in targets
    ]
    Exposure.objects.bulk_create(rows, ignore_conflicts=True, batch_size=MOST_IN_A_WRITE)
    if found := _kept.get(workshop):
        # Counted anew, but not at every write: while a room reads there are several a second.
        _kept[workshop] = (min(found[0], monotonic() - KEPT_S + FRESH_S), found[1])


def _targets(workshop: UUID) -> dict[UUID, int | None]:
    """What the room sees: ideas with their numbers, clusters without one."""
    ideas = Idea.objects.filter(workshop=workshop, status="shown", room=True, withdrawn=False, merged_into=None)
    clusters = Cluster.objects.filter(workshop=workshop, removed=False).values_list("pk", flat=True)
    return dict(ideas.values_list("pk", "number")) | dict.fromkeys(clusters)


def seen_by(participant: UUID) -> set[UUID]:
    return set(Exposure.objects.filter(participant=participant).values_list("target", flat=True))


def phones_by_target(workshop: UUID) -> dict[UUID, int]:
    """On how many phones each was shown; what was on none is missing."""
    rows = Exposure.objects.filter(workshop=workshop).values("target").annotate(phones=Count("pk"))
    return dict(rows.values_list("target", "phones"))


_kept: dict[UUID, tuple[float, Fair]] = {}


def fair_order(workshop: UUID) -> Fair:
    """The order for phones: at most ten seconds old, and one behind what this process wrote."""
    found = _kept.get(workshop)
    if found is None or monotonic() - found[0] > KEPT_S:
        people = Participant.objects.filter(workshop=workshop).count()
        order = in_bands(_targets(workshop), phones_by_target(workshop), people=people)
        _forget_old()
        _kept[workshop] = found = (monotonic(), order)
    return found[1]


def _forget_old() -> None:
    for workshop, (at, _order) in list(_kept.items()):
        if monotonic() - at > KEPT_S:
            _kept.pop(workshop, None)


def in_bands(targets: Mapping[UUID, int | None], phones: Mapping[UUID, int], *, people: int) -> Fair:
    """Least shown first; those within a band are alike."""
    width = max(1, int(people * ALIKE))
    bands: dict[int, list[UUID]] = {}
    for target in targets:
        bands.setdefault(phones.get(target, 0) // width, []).append(target)
    ideas: list[list[int]] = []
    clusters: list[list[UUID]] = []
    for band in sorted(bands):
        ideas.append(sorted(number for one in bands[band] if (number := targets[one]) is not None))
        clusters.append(sorted(one for one in bands[band] if targets[one] is None))
    return Fair(ideas=_filled(ideas), clusters=_filled(clusters))


def _filled(bands: list[list[Any]]) -> list[list[Any]]:
    return [band for band in bands if band]
