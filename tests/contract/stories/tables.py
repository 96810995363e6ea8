"""Tables that write together."""

from collections.abc import Iterator

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story


@story
def a_tables_pen_is_taken(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    yield
    stage.room.do(stage.room.ben, "table.take", table=4)


@story
def an_idea_is_written_for_a_table(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    stage.room.do(stage.room.ben, "table.take", table=4)
    yield
    args = {"idea": new_id(), "column": stage.room.columns[0].id, "text": "En person att ringa"}
    stage.room.do(stage.room.ben, "idea.capture", **args, table=4)


@story
def a_tables_pen_is_handed_over(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    stage.room.do(stage.room.ben, "table.take", table=4)
    stage.room.capture(stage.room.ben, "En person att ringa")
    yield
    stage.room.do(stage.room.ben, "table.pass")


@story
def a_tables_pen_is_put_down(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    stage.room.do(stage.room.ben, "table.take", table=4)
    yield
    stage.room.do(stage.room.ben, "table.leave")


@story
def a_table_is_freed_by_staff(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    stage.room.do(stage.room.ben, "table.take", table=4)
    yield
    stage.room.do(stage.room.ana, "table.leave", table=4)
