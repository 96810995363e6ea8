"""Ideas sorted together."""

from collections.abc import Iterator
from uuid import UUID

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story


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


def _talk_of_both(stage: Stage) -> UUID:
    """What Ben said about the second idea."""
    room, comment = stage.room, new_id()
    room.do(room.eva, "comment.add", comment=new_id(), idea=stage.ideas[0], text="Bra!")
    room.do(room.ben, "comment.add", comment=comment, idea=stage.ideas[1], text="Vem betalar?")
    return comment


@story
def ideas_with_comments_are_merged(stage: Stage) -> Iterator[None]:
    _talk_of_both(stage)
    yield
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[1], into=stage.ideas[0])


@story
def an_idea_with_comments_is_split(stage: Stage) -> Iterator[None]:
    _talk_of_both(stage)
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[1], into=stage.ideas[0])
    yield
    stage.room.do(stage.room.ana, "idea.split", idea=stage.ideas[1])


@story
def a_comment_on_a_part_is_removed(stage: Stage) -> Iterator[None]:
    comment = _talk_of_both(stage)
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[1], into=stage.ideas[0])
    yield
    stage.room.do(stage.room.ana, "comment.remove", comment=comment)


@story
def a_whole_with_comments_is_hidden(stage: Stage) -> Iterator[None]:
    _talk_of_both(stage)
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[1], into=stage.ideas[0])
    yield
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])


@story
def a_whole_with_comments_is_shown_again(stage: Stage) -> Iterator[None]:
    _talk_of_both(stage)
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[1], into=stage.ideas[0])
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    yield
    stage.room.do(stage.room.ana, "idea.show", ideas=stage.ideas[:1])


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
def a_removed_cluster_is_restored(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "cluster.remove", cluster=stage.cluster)
    yield
    stage.room.do(stage.room.ana, "cluster.restore", cluster=stage.cluster, ideas=stage.ideas[:1])


@story
def a_merged_cluster_is_restored_with_its_votes(stage: Stage) -> Iterator[None]:
    stage.room.go_to("vote", target="clusters", show_results="live")
    stage.room.vote(stage.room.ben, stage.cluster, 2)
    stage.room.do(stage.room.ana, "cluster.merge", cluster=stage.cluster, into=stage.other)
    yield
    stage.room.do(stage.room.ana, "cluster.restore", cluster=stage.cluster, ideas=stage.ideas[:1])


@story
def supported_ideas_are_merged(stage: Stage) -> Iterator[None]:
    for one in (stage.room.join("Kim"), stage.room.join("Lo")):
        for idea in stage.ideas:
            stage.room.do(one, "idea.support", idea=idea, on=True)
    yield
    stage.room.do(stage.room.ana, "idea.merge", idea=stage.ideas[0], into=stage.ideas[1])
