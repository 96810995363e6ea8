"""Sets workshops up inside the installation's own database, in a process of its own: `python -m tests.load.product.stage`.

Reads what is wanted on standard input, a line of JSON each, and answers each with a line of what the scenarios need. Ideas
and old events, which would take long through commands, are written in bulk; everything that is measured afterwards goes the
whole way.
"""

import json
import os
import sys
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402  the apps must be loaded first

from ideahub.core.clock import now  # noqa: E402
from ideahub.core.ids import new_id  # noqa: E402
from ideahub.eventlog.models import Event, Stream  # noqa: E402
from ideahub.ideas.models import Idea  # noqa: E402
from ideahub.workshops.joining import cookie_name  # noqa: E402
from ideahub.workshops.models import Workshop  # noqa: E402
from ideahub.workshops.projector_links import make_link  # noqa: E402
from tests.support.room import Room, open_room  # noqa: E402
from tests.support.server import cookie_of  # noqa: E402

VOTE = {"target": "ideas", "show_results": "live", "votes_per_person": 20, "max_per_target": 3}
TEXT = "Fler cykelställ vid stationen, under tak och med belysning"


def open_workshop(*, ideas: int) -> dict[str, Any]:
    """One workshop in its collecting step, comments on, and who leads and shows it."""
    room = open_room(comments=True)
    room.set_up("vote", **VOTE)
    boards = [cookie_of(room, room.ana)] * 3
    return {
        "id": str(room.workshop.id),
        "code": room.workshop.code,
        "cookie_name": cookie_name(room.workshop.id),
        "column": str(room.columns[0].id),
        "steps": {kind: str(step.id) for kind, step in room.steps.items()},
        "ideas": [str(one) for one in add_ideas(room, ideas)],
        "boards": boards,
        "projector": make_link(workshop=room.workshop)[1],
    }


def add_ideas(room: Room, count: int) -> list[UUID]:
    return more_ideas(room.workshop.id, str(room.columns[0].id), count)


def more_ideas(workshop: UUID, column: str, count: int) -> list[UUID]:
    first = Workshop.objects.get(pk=workshop).next_number
    rows = [
        Idea(id=new_id(), workshop_id=workshop, column_id=column, number=first + n, position=first + n, text=TEXT, created_at=now())
        for n in range(count)
    ]  # fmt: skip
    Idea.objects.bulk_create(rows, batch_size=500)
    Workshop.objects.filter(pk=workshop).update(next_number=first + count)
    return [row.id for row in rows]


def lengthen_log(workshop: UUID, count: int) -> int:
    """Puts so many old events behind the workshop's last one, all alike, and returns the new seq."""
    stream = Stream.objects.get(pk=workshop)
    table = Event._meta.db_table
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT i FROM n"
        if connection.vendor == "sqlite"
        else "SELECT generate_series(1, %s) AS i"
    )
    payload = json.dumps({"type": "idea.hidden", "seq": 0, "id": str(new_id())})
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (stream_id, seq, type, payload, totals_shown, was_seen, created_at) "
            f"SELECT %s, %s + i, 'idea.hidden', %s, %s, %s, %s FROM ({numbers}) AS old",
            [Stream._meta.pk.get_db_prep_value(stream.pk, connection), stream.seq, payload, False, True, now(), count],
        )
        # What the database still has to do for a million new rows must not fall into the measurement.
        for tidying in ["ANALYZE"] if connection.vendor == "sqlite" else ["VACUUM ANALYZE", "CHECKPOINT"]:
            cursor.execute(tidying)
    Stream.objects.filter(pk=stream.pk).update(seq=stream.seq + count)
    return stream.seq + count


def began(workshop: UUID, after: int) -> dict[int, float]:
    """When the transaction of each event after `after` began, in seconds since 1970."""
    rows = Event.objects.filter(stream_id=workshop, seq__gt=after).values_list("seq", "created_at")
    return {seq: at.timestamp() for seq, at in rows}


def answer(asked: dict[str, Any]) -> Any:
    match asked:
        case {"do": "open", "workshops": int(count), "ideas": int(ideas)}:
            return [open_workshop(ideas=ideas) for _ in range(count)]
        case {"do": "ideas", "workshop": str(workshop), "column": str(column), "count": int(count)}:
            return [str(one) for one in more_ideas(UUID(workshop), column, count)]
        case {"do": "events", "workshop": str(workshop), "count": int(count)}:
            return lengthen_log(UUID(workshop), count)
        case {"do": "began", "workshop": str(workshop), "after": int(after)}:
            return began(UUID(workshop), after)
    raise ValueError(asked)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
