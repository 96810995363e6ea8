"""What is done to get each type of event: a name, what stands before, and the one command of the case."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from ideahub.core.actor import Actor
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog.log import open_log
from ideahub.reports.domain import settle_report
from ideahub.reports.models import Report
from ideahub.workshops.domain import announce_set_up
from ideahub.workshops.scene import Scene
from tests.support.room import Room, command, open_room


@dataclass
class Stage:
    """A room with two ideas, one of them in a cluster, and an action; told before the case begins."""

    room: Room
    ideas: list[UUID] = field(default_factory=list)
    cluster: UUID = field(default_factory=new_id)
    other: UUID = field(default_factory=new_id)
    action: UUID = field(default_factory=new_id)

    @classmethod
    def set(cls) -> "Stage":
        room = open_room(kinds=("collect", "vote", "discuss"), anonymous=False, comments=True)
        stage = cls(
            room, ideas=[room.capture(room.ben, "Solceller på taket"), room.capture(room.eva, "Vätgas i hamnen")]
        )
        ana = room.ana
        room.do(ana, "cluster.create", cluster=stage.cluster, title="Energi", column=None, ideas=stage.ideas[:1])
        room.do(ana, "cluster.create", cluster=stage.other, title="Hamn", column=room.columns[1].id, ideas=[])
        room.do(ana, "action.create", action=stage.action, title="Ring hamnen", owner_name="", ideas=stage.ideas[1:])
        return stage

    def review(self) -> UUID:
        self.room.set_up("collect", review=True)
        return self.room.capture(self.room.ben, "Väntar på granskning")

    def vote(self, **settings: object) -> None:
        self.room.go_to("vote", **{"max_per_target": 3, **settings})
        self.room.vote(self.room.ben, self.ideas[0], 2)


Story = Callable[[Stage], Iterator[None]]
STORIES: dict[str, Story] = {}


def story(tell: Story) -> Story:
    """A generator: what comes before its `yield` is the state before, what comes after it is the case."""
    STORIES[tell.__name__.replace("_", " ")] = tell
    return tell


@story
def an_idea_is_captured(stage: Stage) -> Iterator[None]:
    yield
    stage.room.capture(stage.room.eva, "Tåg i stället för flyg")


@story
def an_idea_waits_for_review(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", review=True)
    yield
    stage.room.capture(stage.room.eva, "Ring 070-123 45 67")


@story
def an_idea_is_edited(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "idea.edit", idea=stage.ideas[0], text="Solceller på alla tak")


@story
def an_edited_idea_is_reviewed_again(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", review=True)
    yield
    stage.room.do(stage.room.ben, "idea.edit", idea=stage.ideas[0], text="Något helt annat")


@story
def an_idea_is_shown(stage: Stage) -> Iterator[None]:
    idea = stage.review()
    yield
    stage.room.do(stage.room.ana, "idea.show", ideas=[idea])


@story
def an_idea_with_a_comment_is_shown_again(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.eva, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Bra!")
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    yield
    stage.room.do(stage.room.ana, "idea.show", ideas=stage.ideas[:1])


@story
def an_idea_is_hidden(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1], reason="Nämner en person")


@story
def an_idea_is_withdrawn(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.eva, "idea.withdraw", idea=stage.ideas[1])


@story
def an_idea_in_a_group_is_erased(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "idea.erase", idea=stage.ideas[0])


@story
def an_idea_is_moved(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "idea.move", idea=stage.ideas[1], cluster=stage.cluster)


@story
def ideas_are_merged(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[0], into=stage.ideas[1])


@story
def an_idea_is_split(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[0], into=stage.ideas[1])
    yield
    stage.room.do(stage.room.ana, "idea.split", idea=stage.ideas[0])


@story
def a_cluster_is_created(stage: Stage) -> Iterator[None]:
    yield
    args = {"cluster": new_id(), "title": "Resor", "column": stage.room.columns[2].id, "ideas": stage.ideas}
    stage.room.do(stage.room.ana, "cluster.create", **args)


@story
def a_cluster_is_renamed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "cluster.rename", cluster=stage.cluster, title="Solenergi")


@story
def a_cluster_is_moved(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "cluster.move", cluster=stage.cluster, column=stage.room.columns[1].id)


@story
def clusters_are_merged(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "cluster.merge", cluster=stage.cluster, into=stage.other)


@story
def a_cluster_is_removed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "cluster.remove", cluster=stage.cluster)


@story
def a_comment_is_added(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.eva, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Bra!")


@story
def an_idea_is_supported(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ben, "idea.support", idea=stage.ideas[1], on=True)
    kim = stage.room.join("Kim")
    yield
    both = [command(who, "idea.support", idea=idea, on=True) for idea in stage.ideas for who in (kim, stage.room.eva)]
    stage.room.send(*both)


@story
def supported_ideas_are_merged(stage: Stage) -> Iterator[None]:
    for one in (stage.room.join("Kim"), stage.room.join("Lo")):
        for idea in stage.ideas:
            stage.room.do(one, "idea.support", idea=idea, on=True)
    yield
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[0], into=stage.ideas[1])


@story
def support_of_a_hidden_idea_is_taken_back(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.eva, "idea.support", idea=stage.ideas[0], on=True)
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    yield
    stage.room.do(stage.room.eva, "idea.support", idea=stage.ideas[0], on=False)


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
def a_second_vote_begins(stage: Stage) -> Iterator[None]:
    stage.vote()
    stage.room.go_to("discuss")
    again = stage.room.workshop.activities.create(kind="vote", title="Igen", position=9)
    yield
    stage.room.do(stage.room.ana, "activity.start", activity=again.id)


@story
def the_clock_is_set(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "timer.set", ends_at=(now() + timedelta(minutes=5)).isoformat())


@story
def the_clock_is_paused(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "timer.set", paused_s=90)


@story
def an_idea_is_lifted_forward(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "spotlight.set", idea=stage.ideas[0])


@story
def a_secret_vote_is_placed(stage: Stage) -> Iterator[None]:
    stage.vote()
    yield
    stage.room.vote(stage.room.eva, stage.ideas[1])


@story
def a_live_vote_is_placed(stage: Stage) -> Iterator[None]:
    stage.vote(show_results="live")
    yield
    stage.room.vote(stage.room.eva, stage.ideas[1])


def all_answer(stage: Stage, model: str, *values: int, **settings: object) -> list[Actor]:
    """Five people answer the first idea, one of them the second as well."""
    stage.room.go_to("vote", model=model, **settings)
    crowd = [stage.room.join() for _ in range(5)]
    for index, one in enumerate(crowd):
        stage.room.do(one, "vote.set", target=stage.ideas[0], **answer(model, values[index]))
    stage.room.do(crowd[0], "vote.set", target=stage.ideas[1], **answer(model, values[0]))
    return crowd


def answer(model: str, value: int) -> dict[str, int]:
    return {"points": value, "effort": 6 - value} if model == "scale" else {"points": value}


@story
def a_thumb_is_given(stage: Stage) -> Iterator[None]:
    stage.room.go_to("vote", model="thumb", show_results="live")
    yield
    stage.room.vote(stage.room.ben, stage.ideas[0], -1)


@story
def a_card_is_taken_back_and_too_few_are_left(stage: Stage) -> Iterator[None]:
    crowd = all_answer(stage, "agree", 1, 1, 0, -1, 1, show_results="live")
    yield
    stage.room.do(crowd[0], "vote.set", target=stage.ideas[0], points=None)


@story
def the_answers_to_cards_are_shown(stage: Stage) -> Iterator[None]:
    all_answer(stage, "agree", 1, 1, 0, -1, 1)
    yield
    stage.room.do(stage.room.ana, "totals.show")


@story
def the_ratings_are_shown(stage: Stage) -> Iterator[None]:
    all_answer(stage, "scale", 5, 4, 1, 4, 3)
    yield
    stage.room.do(stage.room.ana, "totals.show")


@story
def rated_ideas_are_merged(stage: Stage) -> Iterator[None]:
    all_answer(stage, "scale", 5, 4, 1, 4, 3, show_results="live")
    yield
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[0], into=stage.ideas[1])


@story
def totals_are_shown(stage: Stage) -> Iterator[None]:
    stage.vote()
    yield
    stage.room.do(stage.room.ana, "totals.show")


@story
def totals_are_hidden(stage: Stage) -> Iterator[None]:
    stage.vote(show_results="live")
    yield
    stage.room.do(stage.room.ana, "totals.hide")


@story
def a_vote_ends_and_is_shown(stage: Stage) -> Iterator[None]:
    stage.vote()
    yield
    stage.room.go_to("discuss")


@story
def an_action_is_created(stage: Stage) -> Iterator[None]:
    yield
    args = {"owner_name": "Rut", "owner_email": "rut@example.se", "due_on": "2026-09-01", "ideas": stage.ideas}
    stage.room.do(stage.room.ana, "action.create", action=new_id(), title="Räkna på taken", **args)


@story
def an_action_is_updated(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.update", action=stage.action, owner_name="Rut", status="accepted")


@story
def an_action_becomes_a_draft(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.update", action=stage.action, status="draft")


@story
def an_action_is_claimed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "action.claim", action=stage.action, name="Ben", email="ben@example.se")


@story
def an_action_is_removed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.remove", action=stage.action)


@story
def somebody_joins(stage: Stage) -> Iterator[None]:
    yield
    stage.room.join("Kim")


@story
def somebody_is_muted(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)


@story
def somebody_is_unmuted(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)
    yield
    stage.room.do(stage.room.ana, "participant.unmute", participant=stage.room.ben.id)


@story
def a_hand_is_raised(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    stage.room.do(stage.room.eva, "hand.raise")
    yield
    stage.room.do(stage.room.ben, "hand.raise")


@story
def somebody_who_is_muted_raises_a_hand(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)
    yield
    stage.room.do(stage.room.ben, "hand.raise")


@story
def the_first_who_waits_to_speak_is_called(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    for one in (stage.room.eva, stage.room.ben):
        stage.room.do(one, "hand.raise")
    yield
    stage.room.do(stage.room.ana, "hand.lower", participant=stage.room.eva.id)


@story
def somebody_who_waits_to_speak_is_called(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    for one in (stage.room.eva, stage.room.ben):
        stage.room.do(one, "hand.raise")
    yield
    stage.room.do(stage.room.ana, "hand.lower", participant=stage.room.ben.id)


@story
def a_tables_pen_is_taken(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    yield
    stage.room.do(stage.room.ben, "table.take", table=4)


@story
def a_tables_pen_is_handed_over(stage: Stage) -> Iterator[None]:
    stage.room.set_up("collect", tables=6)
    stage.room.do(stage.room.ben, "table.take", table=4)
    stage.room.capture(stage.room.ben, "En person att ringa")
    yield
    stage.room.do(stage.room.ben, "table.pass")


@story
def the_report_is_sent(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "workshop.close")
    yield
    report = Report.objects.get(workshop=stage.room.workshop)
    Report.objects.update(state=Report.State.WRITTEN)
    assert settle_report(report)
