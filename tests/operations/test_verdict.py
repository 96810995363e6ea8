from dataclasses import replace

from ideahub.operations.verdict import Figures, Stage, Verdict, judge

PROMPT = [Stage(phones, 0.1, 0.2) for phones in (150, 300, 450, 600)]
GOOD = Figures(
    phones=600, joined=600, ideas_sent=1800, ideas_arrived=1800, unanswered=0, unlike=0,
    screen_p95_s=0.2, screen_worst_s=0.9, ack_p95_s=0.1,
    votes=1800, votes_agree=True, stages=PROMPT, seconds=60,
)  # fmt: skip


def slow_from(phones: int, seconds: float) -> list[Stage]:
    return [stage if stage.phones < phones else replace(stage, screen_p95_s=seconds) for stage in PROMPT]


def test_all_in_and_prompt_is_green() -> None:
    assert judge(GOOD) == Verdict("green", 600)


def test_slow_at_the_end_is_yellow_with_the_number_that_went_well() -> None:
    assert judge(replace(GOOD, stages=slow_from(600, 3.8))) == Verdict("yellow", 450)


def test_very_slow_is_red_with_the_number_that_was_bearable() -> None:
    assert judge(replace(GOOD, stages=slow_from(450, 14))) == Verdict("red", 300)


def test_a_lost_idea_is_red_however_fast_it_was() -> None:
    assert judge(replace(GOOD, ideas_arrived=1799)).colour == "red"


def test_votes_that_do_not_add_up_are_red_and_so_are_none() -> None:
    assert judge(replace(GOOD, votes_agree=False)) == Verdict("red", 0)
    assert judge(replace(GOOD, votes=0)) == Verdict("red", 0)


def test_a_command_without_an_answer_is_red() -> None:
    assert judge(replace(GOOD, unanswered=1)) == Verdict("red", 0)
    assert replace(PROMPT[0], unanswered=1).colour == "red"


def test_a_phone_that_does_not_show_all_is_red() -> None:
    assert judge(replace(GOOD, unlike=1)) == Verdict("red", 0)


def test_screens_that_nothing_came_to_are_not_prompt() -> None:
    assert replace(PROMPT[0], screen_p95_s=None).colour == "red"


def test_one_that_waited_very_long_is_seen_in_the_colour() -> None:
    assert judge(replace(GOOD, screen_worst_s=3)).colour == "yellow"
    assert judge(replace(GOOD, screen_worst_s=9)).colour == "red"


def test_it_is_the_full_room_that_voted_too_slowly_or_waited_too_long() -> None:
    slow_vote = replace(PROMPT[-1], ack_p95_s=9)
    assert judge(replace(GOOD, stages=[*PROMPT, slow_vote])) == Verdict("red", 450)
    assert judge(replace(GOOD, screen_worst_s=9)) == Verdict("red", 450)


def test_a_rehearsal_given_up_still_says_how_many_went_well() -> None:
    given_up = replace(GOOD, stages=slow_from(450, 14)[:3], votes=0, unlike=None)
    assert judge(given_up) == Verdict("red", 300)


def test_what_may_be_the_rehearsals_own_slowness_is_unsure_and_says_how_many_went_well() -> None:
    for itself in ({"busy": 0.71}, {"late_s": 0.26}):
        assert judge(replace(GOOD, stages=slow_from(600, 3.8), **itself)) == Verdict("unsure", 450)
        assert judge(replace(GOOD, unanswered=1, **itself)).colour == "unsure"
        assert judge(replace(GOOD, **itself)) == Verdict("green", 600), "all went well in spite of it"
    assert judge(replace(GOOD, stages=slow_from(600, 3.8), busy=0.7, late_s=0.25)).colour == "yellow"


def test_a_few_left_outside_is_yellow_and_many_is_red() -> None:
    assert judge(replace(GOOD, joined=571)).colour == "yellow"
    assert judge(replace(GOOD, joined=312)) == Verdict("red", 312)


def test_slow_from_the_start_leaves_nobody() -> None:
    assert judge(replace(GOOD, stages=slow_from(150, 14))) == Verdict("red", 0)
