"""Ideas on their own, and what is said about them."""

from typing import Any

from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from tests.contract.refusals.case import Asked, ben, eva, for_staff, mute_ben, refused, while_open
from tests.contract.stories import Stage


def an_idea(stage: Stage) -> dict[str, Any]:
    return {"idea": new_id(), "column": stage.room.columns[0].id, "text": "Tåg i stället för flyg"}


def bens_text(stage: Stage) -> dict[str, Any]:
    return {"idea": stage.ideas[0], "text": "Solceller på alla tak"}


def a_comment(stage: Stage) -> dict[str, Any]:
    return {"comment": new_id(), "idea": stage.ideas[0], "text": "Bra!"}


def after_collect(stage: Stage) -> None:
    stage.room.set_up("collect", grace_s=0)
    stage.room.go_to("vote")


while_open("idea.capture", an_idea, by=ben)
while_open("idea.edit", bens_text, by=ben)
while_open("idea.withdraw", lambda stage: {"idea": stage.ideas[1]}, by=eva)
while_open("comment.add", a_comment, by=ben)
while_open("idea.support", lambda stage: {"idea": stage.ideas[1], "on": True}, by=ben)
for_staff("comment.remove", lambda stage: {"comment": new_id()})
for_staff("comment.restore", lambda stage: {"comment": new_id()})
for_staff("idea.show", lambda stage: {"ideas": stage.ideas})
for_staff("idea.hide", lambda stage: {"ideas": stage.ideas})


@refused("idea.capture", "invalid")
def nothing_is_written(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "text": " \u200b "}


@refused("idea.capture", "invalid")
def the_text_is_too_long(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "text": "å" * 281}


@refused("idea.capture", "invalid")
def no_column_is_chosen(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "column": None}


@refused("idea.capture", "invalid")
def there_is_an_idea_of_that_id(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "idea": stage.ideas[0]}


@refused("idea.capture", "not_found")
def the_column_is_of_no_meeting(stage: Stage) -> Asked:
    return stage.room.ben, {**an_idea(stage), "column": new_id()}


@refused("idea.capture", "cap_reached")
def somebody_has_written_all_they_may(stage: Stage) -> Asked:
    stage.room.set_up("collect", max_ideas_per_person=1)
    return stage.room.ben, an_idea(stage)


@refused("idea.capture", "muted")
def somebody_muted_writes(stage: Stage) -> Asked:
    return mute_ben(stage), an_idea(stage)


@refused("idea.capture", "not_open")
def the_step_is_over(stage: Stage) -> Asked:
    after_collect(stage)
    return stage.room.ben, an_idea(stage)


@refused("idea.edit", "invalid")
def the_text_is_taken_away(stage: Stage) -> Asked:
    return stage.room.ben, {**bens_text(stage), "text": ""}


@refused("idea.edit", "muted")
def somebody_muted_edits(stage: Stage) -> Asked:
    return mute_ben(stage), bens_text(stage)


@refused("idea.edit", "not_allowed")
def it_is_somebody_elses(stage: Stage) -> Asked:
    return stage.room.eva, bens_text(stage)


@refused("idea.edit", "not_allowed")
def its_author_has_erased_it(stage: Stage) -> Asked:
    stage.room.do(stage.room.ben, "idea.erase", idea=stage.ideas[0])
    return stage.room.ana, bens_text(stage)


@refused("idea.edit", "not_found")
def the_edited_idea_is_unknown(stage: Stage) -> Asked:
    return stage.room.ben, {**bens_text(stage), "idea": new_id()}


@refused("idea.edit", "not_open")
def collect_is_over(stage: Stage) -> Asked:
    after_collect(stage)
    return stage.room.ben, bens_text(stage)


@refused("idea.withdraw", "not_allowed")
def it_is_in_a_group(stage: Stage) -> Asked:
    return stage.room.ben, {"idea": stage.ideas[0]}


@refused("idea.withdraw", "not_allowed")
def somebody_else_wrote_it(stage: Stage) -> Asked:
    return stage.room.ben, {"idea": stage.ideas[1]}


@refused("idea.withdraw", "not_found")
def it_has_been_withdrawn(stage: Stage) -> Asked:
    stage.room.do(stage.room.eva, "idea.withdraw", idea=stage.ideas[1])
    return stage.room.eva, {"idea": stage.ideas[1]}


def evas_withdrawn(stage: Stage) -> Asked:
    stage.room.do(stage.room.eva, "idea.withdraw", idea=stage.ideas[1])
    return stage.room.eva, {"idea": stage.ideas[1]}


@refused("idea.restore", "not_found")
def the_restored_idea_is_unknown(stage: Stage) -> Asked:
    return stage.room.eva, {"idea": new_id()}


@refused("idea.restore", "not_allowed")
def somebody_else_took_it_back(stage: Stage) -> Asked:
    _eva, args = evas_withdrawn(stage)
    return stage.room.ben, args


@refused("idea.restore", "not_allowed")
def its_writer_has_erased_all(stage: Stage) -> Asked:
    asked = evas_withdrawn(stage)
    stage.room.do(stage.room.eva, "mine.erase")
    return asked


@refused("idea.restore", "invalid")
def the_step_takes_no_ideas_into_its_area(stage: Stage) -> Asked:
    stage.room.set_up("collect", columns=[])
    return evas_withdrawn(stage)


@refused("idea.restore", "not_open")
def the_step_it_would_come_back_in_is_over(stage: Stage) -> Asked:
    asked = evas_withdrawn(stage)
    after_collect(stage)
    return asked


@refused("idea.restore", "closed")
def the_workshop_is_closed_since_it_was_withdrawn(stage: Stage) -> Asked:
    asked = evas_withdrawn(stage)
    stage.room.do(stage.room.ana, "workshop.close")
    return asked


@refused("idea.restore", "muted")
def somebody_muted_wants_it_back(stage: Stage) -> Asked:
    asked = evas_withdrawn(stage)
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.eva.id)
    return asked


@refused("idea.restore", "cap_reached")
def another_was_written_in_its_place(stage: Stage) -> Asked:
    stage.room.set_up("collect", max_ideas_per_person=1)
    asked = evas_withdrawn(stage)
    stage.room.capture(stage.room.eva, "Tåg i stället för flyg")
    return asked


@refused("idea.erase", "not_allowed")
def somebody_elses_idea_is_erased(stage: Stage) -> Asked:
    return stage.room.eva, {"idea": stage.ideas[0]}


@refused("idea.erase", "not_found")
def the_erased_idea_is_unknown(stage: Stage) -> Asked:
    return stage.room.ben, {"idea": new_id()}


@refused("idea.show", "not_found")
def one_of_the_shown_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"ideas": [*stage.ideas, new_id()]}


@refused("idea.hide", "not_found")
def one_of_the_hidden_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"ideas": [*stage.ideas, new_id()]}


@refused("idea.hide", "invalid")
def the_reason_is_too_long(stage: Stage) -> Asked:
    return stage.room.ana, {"ideas": stage.ideas, "reason": "å" * 281}


@refused("comment.add", "invalid")
def nothing_is_said(stage: Stage) -> Asked:
    return stage.room.ben, {**a_comment(stage), "text": "\n"}


@refused("comment.add", "muted")
def somebody_muted_comments(stage: Stage) -> Asked:
    return mute_ben(stage), a_comment(stage)


@refused("comment.add", "not_allowed")
def its_writer_has_removed_all_since(stage: Stage) -> Asked:
    made = to_wire(now())
    stage.room.do(stage.room.ben, "mine.erase")
    return stage.room.ben, {**a_comment(stage), "idea": stage.ideas[1], "made": made}


@refused("comment.add", "not_found")
def the_idea_is_not_shown(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[1:])
    return stage.room.ben, {**a_comment(stage), "idea": stage.ideas[1]}


@refused("comment.remove", "not_found")
def the_comment_is_of_no_meeting(stage: Stage) -> Asked:
    return stage.room.ana, {"comment": new_id()}


@refused("comment.remove", "not_found")
def the_comment_is_removed_already(stage: Stage) -> Asked:
    said = a_comment(stage)
    stage.room.do(stage.room.eva, "comment.add", **said)
    stage.room.do(stage.room.ana, "comment.remove", comment=said["comment"])
    return stage.room.ana, {"comment": said["comment"]}


@refused("comment.remove", "not_found")
def the_idea_it_is_about_is_taken_back(stage: Stage) -> Asked:
    said = {**a_comment(stage), "idea": stage.ideas[1]}
    stage.room.do(stage.room.ben, "comment.add", **said)
    stage.room.do(stage.room.eva, "idea.withdraw", idea=said["idea"])
    return stage.room.ana, {"comment": said["comment"]}


@refused("comment.restore", "not_found")
def there_is_no_comment_of_that_id(stage: Stage) -> Asked:
    return stage.room.ana, {"comment": new_id()}


@refused("comment.add", "not_open")
def the_step_takes_no_comments(stage: Stage) -> Asked:
    stage.room.set_up("collect", comments=False)
    return stage.room.ben, a_comment(stage)


@refused("idea.support", "not_allowed")
def somebody_supports_their_own_idea(stage: Stage) -> Asked:
    return stage.room.ben, {"idea": stage.ideas[0], "on": True}


@refused("idea.support", "not_allowed")
def staff_support_it(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": stage.ideas[0], "on": True}


@refused("idea.support", "not_found")
def the_supported_idea_is_not_shown(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[1:])
    return stage.room.ben, {"idea": stage.ideas[1], "on": True}


@refused("idea.support", "not_open")
def ideas_are_no_longer_collected(stage: Stage) -> Asked:
    after_collect(stage)
    return stage.room.ben, {"idea": stage.ideas[1], "on": True}
