"""The workshop as a whole: its set-up, its steps, its clock, its end."""

from collections.abc import Iterator
from datetime import timedelta

from ideahub.core.clock import now, to_wire
from ideahub.eventlog.log import open_log
from ideahub.reports.domain import settle_report
from ideahub.reports.models import Report
from ideahub.workshops.domain import announce_set_up
from ideahub.workshops.scene import Scene
from tests.contract.stories.stage import Stage, story


@story
def the_set_up_is_changed(stage: Stage) -> Iterator[None]:
    yield
    with open_log(stage.room.workshop.id) as log:
        scene = Scene.of(log)
        scene.workshop.title = "Omställning nu"
        scene.workshop.save()
        announce_set_up(scene)


@story
def the_workshop_is_locked(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "workshop.lock")


@story
def the_workshop_is_unlocked(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "workshop.lock")
    yield
    stage.room.do(stage.room.ana, "workshop.unlock")


@story
def the_workshop_is_closed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "workshop.close")


@story
def the_workshop_is_reopened(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "workshop.close")
    yield
    stage.room.do(stage.room.ana, "workshop.reopen")


@story
def a_step_is_started(stage: Stage) -> Iterator[None]:
    yield
    stage.room.go_to("discuss")


@story
def the_clock_is_set(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "timer.set", ends_at=to_wire(now() + timedelta(minutes=5)))


@story
def the_clock_is_paused(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "timer.set", paused_s=90)


@story
def an_idea_is_lifted_forward(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "spotlight.set", idea=stage.ideas[0])


@story
def the_report_is_sent(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "workshop.close")
    yield
    report = Report.objects.get(workshop=stage.room.workshop)
    Report.objects.update(state=Report.State.WRITTEN)
    assert settle_report(report)
