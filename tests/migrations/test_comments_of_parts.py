"""Ideas that were merged before comments stayed with them count what is said about their parts once that is migrated."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from tests.support.room import open_room

BEFORE = [("ideas", "0009_cluster_merged_into")]


def migrate(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


@pytest.mark.django_db(transaction=True)
def test_what_was_merged_before_is_counted_with_its_parts() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    room = open_room(comments=True)
    whole, part, alone = (room.capture(room.ben, text) for text in "ABC")
    removed = new_id()
    for idea, comment in [(whole, new_id()), (part, new_id()), (part, removed), (alone, new_id())]:
        room.do(room.eva, "comment.add", comment=comment, idea=idea, text="Bra!")
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    room.do(room.ana, "comment.remove", comment=removed)
    migrate(BEFORE)
    Idea.objects.filter(pk=whole).update(comments=1)
    migrate(latest)
    assert (room.idea(whole).comments, room.idea(alone).comments) == (2, 1)
