"""Ideas on their own, and what is said about them."""

from collections.abc import Iterator

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story
from tests.contract.stories.suggestions import begin_commit, suggest
from tests.support.room import command


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
def a_withdrawn_idea_is_restored(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ben, "comment.add", comment=new_id(), idea=stage.ideas[1], text="Bra!")
    stage.room.do(stage.room.eva, "idea.withdraw", idea=stage.ideas[1])
    yield
    stage.room.do(stage.room.eva, "idea.restore", idea=stage.ideas[1])


@story
def an_idea_in_a_group_is_erased(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "idea.erase", idea=stage.ideas[0])


@story
def a_comment_is_added(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.eva, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Bra!")


@story
def a_comment_is_removed(stage: Stage) -> Iterator[None]:
    comment = new_id()
    stage.room.do(stage.room.eva, "comment.add", comment=comment, idea=stage.ideas[0], text="Ring 070-123 45 67")
    stage.room.do(stage.room.ben, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Bra!")
    yield
    stage.room.do(stage.room.ana, "comment.remove", comment=comment)


@story
def a_comment_is_restored(stage: Stage) -> Iterator[None]:
    comment = new_id()
    stage.room.do(stage.room.eva, "comment.add", comment=comment, idea=stage.ideas[0], text="Bra!")
    stage.room.do(stage.room.ana, "comment.remove", comment=comment)
    yield
    stage.room.do(stage.room.ana, "comment.restore", comment=comment)


@story
def a_comment_on_a_hidden_idea_is_removed(stage: Stage) -> Iterator[None]:
    comment = new_id()
    stage.room.do(stage.room.eva, "comment.add", comment=comment, idea=stage.ideas[0], text="Bra!")
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    yield
    stage.room.do(stage.room.ana, "comment.remove", comment=comment)


@story
def an_idea_is_supported(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ben, "idea.support", idea=stage.ideas[1], on=True)
    kim = stage.room.join("Kim")
    yield
    both = [command(who, "idea.support", idea=idea, on=True) for idea in stage.ideas for who in (kim, stage.room.eva)]
    stage.room.send(*both)


@story
def support_of_a_hidden_idea_is_taken_back(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.eva, "idea.support", idea=stage.ideas[0], on=True)
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    yield
    stage.room.do(stage.room.eva, "idea.support", idea=stage.ideas[0], on=False)


@story
def all_that_somebody_wrote_is_erased(stage: Stage) -> Iterator[None]:
    eva = stage.room.eva
    stage.room.do(eva, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Ring 070-123 45 67")
    stage.room.do(eva, "idea.support", idea=stage.ideas[0], on=True)
    stage.room.do(stage.room.ben, "idea.support", idea=stage.ideas[1], on=True)
    begin_commit(stage)
    suggest(stage)
    yield
    stage.room.do(eva, "mine.erase")
