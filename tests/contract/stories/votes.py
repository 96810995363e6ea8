"""Votes in each model, and their totals."""

from collections.abc import Iterator

from ideahub.core.actor import Actor
from tests.contract.stories.stage import Stage, story


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
def a_second_vote_begins(stage: Stage) -> Iterator[None]:
    stage.vote()
    stage.room.go_to("discuss")
    again = stage.room.workshop.activities.create(kind="vote", title="Igen", position=9)
    yield
    stage.room.do(stage.room.ana, "activity.start", activity=again.id)


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
def somebody_is_done_with_a_secret_vote(stage: Stage) -> Iterator[None]:
    stage.vote()
    yield
    stage.room.do(stage.room.ben, "vote.done", done=True)


@story
def somebody_is_done_with_a_live_vote(stage: Stage) -> Iterator[None]:
    stage.vote(show_results="live")
    yield
    stage.room.do(stage.room.ben, "vote.done", done=True)
