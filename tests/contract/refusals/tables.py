"""Tables that write together."""

from ideahub.core.actor import Actor
from tests.contract.refusals.case import Asked, mute_ben, refused, somebody_gone, while_open
from tests.contract.refusals.ideas import an_idea
from tests.contract.stories import Stage


def with_tables(stage: Stage) -> Actor:
    stage.room.set_up("collect", tables=6)
    return stage.room.ben


while_open("table.take", lambda stage: {"table": 4}, by=with_tables)


@refused("table.take", "not_open")
def nobody_writes_for_tables(stage: Stage) -> Asked:
    return stage.room.ben, {"table": 4}


@refused("table.take", "invalid")
def there_is_no_such_table(stage: Stage) -> Asked:
    return with_tables(stage), {"table": 7}


@refused("table.take", "muted")
def somebody_muted_takes_a_pen(stage: Stage) -> Asked:
    with_tables(stage)
    return mute_ben(stage), {"table": 4}


@refused("table.take", "not_allowed")
def another_phone_writes_for_it(stage: Stage) -> Asked:
    with_tables(stage)
    stage.room.do(stage.room.eva, "table.take", table=4)
    return stage.room.ben, {"table": 4}


@refused("table.take", "not_allowed")
def staff_take_a_pen(stage: Stage) -> Asked:
    with_tables(stage)
    return stage.room.ana, {"table": 4}


@refused("table.take", "not_found")
def whoever_takes_it_is_gone(stage: Stage) -> Asked:
    with_tables(stage)
    return somebody_gone(), {"table": 4}


@refused("idea.capture", "not_allowed")
def another_phone_had_the_tables_pen(stage: Stage) -> Asked:
    with_tables(stage)
    stage.room.do(stage.room.eva, "table.take", table=4)
    return stage.room.ben, {**an_idea(stage), "table": 4}


@refused("idea.capture", "not_allowed")
def the_step_has_no_tables(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "table": 4}


@refused("idea.capture", "invalid")
def the_table_is_no_number(stage: Stage) -> Asked:
    return with_tables(stage), {**an_idea(stage), "table": -1}


@refused("table.pass", "not_found")
def there_is_no_pen_to_pass(stage: Stage) -> Asked:
    return with_tables(stage), {}


@refused("table.leave", "not_found")
def there_is_no_pen_to_put_down(stage: Stage) -> Asked:
    return with_tables(stage), {}


@refused("table.leave", "not_found")
def nobody_has_written_for_that_table(stage: Stage) -> Asked:
    with_tables(stage)
    return stage.room.ana, {"table": 5}
