"""Ideas that were merged before comments stayed with them count what is said about their parts once that is migrated."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from tests.support.room import Room, open_room

BEFORE = [("ideas", "0009_cluster_merged_into")]


def migrate(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


@pytest.fixture(autouse=True)
def latest(transactional_db: None) -> Iterator[list[tuple[str, str]]]:
    """Where the next test is to find the schema again."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield latest
    migrate(latest)


def merged(room: Room) -> UUID:
    """An idea with one comment, that another with one was merged into."""
    whole, part = (room.capture(room.ben, text) for text in "AB")
    for idea in (whole, part):
        room.do(room.eva, "comment.add", comment=new_id(), idea=idea, text="Bra!")
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    return whole


def test_what_was_merged_before_is_counted_with_its_parts(latest: list[tuple[str, str]]) -> None:
    room = open_room(comments=True)
    alone, removed = room.capture(room.ben, "C"), new_id()
    for comment in (new_id(), removed):
        room.do(room.eva, "comment.add", comment=comment, idea=alone, text="Bra!")
    whole = merged(room)
    room.do(room.ana, "comment.remove", comment=removed)
    migrate(BEFORE)
    Idea.objects.filter(pk=whole).update(comments=1)
    migrate(latest)
    assert (room.idea(whole).comments, room.idea(alone).comments) == (2, 1)


def test_each_meeting_is_counted_by_itself_under_its_own_lock(latest: list[tuple[str, str]]) -> None:
    for _ in range(2):
        merged(open_room(comments=True))
    migrate(BEFORE)
    with CaptureQueriesContext(connection) as done:
        migrate(latest)
    done_to = [
        "lock" if re.search("SELECT .* FROM .eventlog_stream", one["sql"]) else "count"
        for one in done
        if re.match("SELECT .* FROM .eventlog_stream|UPDATE .ideas_idea", one["sql"])
    ]
    assert done_to == ["lock", "count", "lock", "count"]
    told = "".join(one["sql"].partition(" ")[0] + " " for one in done)
    assert len(re.findall("BEGIN SELECT UPDATE COMMIT", told)) == 2
