"""The checker itself: a history that is as it should be passes, and each planted fault is caught."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.faults.checker import check, mails_delivered
from tests.faults.figures import FAIL, SLOW, Figure, Row
from tests.faults.history import Asked, Frame, History, Seen, Truth

HERE, THERE = "workshop-1", "workshop-2"
ANA, BEN = "participant-ana", "participant-ben"


def asked(id: str, name: str, actor: str, answer: str, **args: object) -> Asked:
    outcome = "unknown" if answer == "" else "ok" if answer.isdigit() else "refused"
    code = answer if outcome == "refused" else None
    answers = [answer] if answer else []
    return Asked(id, actor, HERE, actor, name, args, 0.0, outcome, code, answers, decisions=len(answers))


def decided(
    command: str, ok: bool, seq: int | None, *, left: int | None = None, code: str | None = None
) -> dict[str, object]:
    return {"command": command, "actor": "", "ok": ok, "code": code, "seq": seq, "points_left": left}


def event(seq: int, kind: str, thing: str | None = None) -> dict[str, object]:
    return {"seq": seq, "type": kind, "seen": ["participant", "staff", "projector"], "thing": thing}


def sound_history() -> History:
    """Ana writes an idea and is refused a vote, Ben votes twice, one command was never answered."""
    frames = [Frame(HERE, "participant", 1, 2, [2]), Frame(HERE, "participant", 2, 4, [4])]
    ways = [[["e1", 1], 0, 1], [["e1", 1], 0, ["e1", 4]]]
    return History(
        asked=[
            asked("c1", "idea.capture", ANA, "2", idea="idea-1", text="Solceller"),
            asked("c2", "vote.set", BEN, "3", target="idea-1", points=1),
            asked("c3", "vote.set", BEN, "4", target="idea-1", points=2),
            asked("c4", "vote.set", ANA, "budget_spent", target="idea-1", points=9),
            asked("c5", "idea.capture", ANA, "", idea="idea-2", text="Vindkraft"),
            asked("c6", "idea.support", BEN, "4", idea="idea-1", on=True),
        ],
        frames=frames,
        seen=[
            Seen(who, HERE, "participant", way, 4, "hash", "hash", [])
            for who, way in zip((ANA, BEN), ways, strict=True)
        ],
        ids={HERE: {"idea-1"}},
    )


def sound_truths() -> list[Truth]:
    here = Truth(
        workshop=HERE,
        epoch="e1",
        head=4,
        events=[
            event(1, "workshop.opened"), event(2, "idea.captured", "idea-1"), event(3, "tally.changed"),
            event(4, "tally.changed"),
        ],
        outcomes=[
            decided("c1", True, 2), decided("c2", True, 3, left=9), decided("c3", True, 4, left=8),
            decided("c4", False, None, code="budget_spent"), decided("c6", True, 4),
        ],
        ideas={"idea-1": {"text": "Solceller", "author": ANA}},
        comments=[],
        points={"idea-1": 2},
        votes=[{"activity": "vote", "participant": BEN, "target": "idea-1", "points": 2, "parked": False}],
        ballots=[{"activity": "vote", "participant": BEN, "spent": 2, "budget": 10}],
        folded={"participant": "hash"},
        supports={"idea-1": 1},
        given=[{"participant": BEN, "idea": "idea-1"}],
    )  # fmt: skip
    there = Truth(THERE, "e9", 0, [], [], {}, [], {"idea-9": 0}, [], [], {})
    return [here, there]


def test_history_as_it_should_be_passes() -> None:
    assert check(sound_history(), sound_truths()) == []


Plant = Callable[[History, Truth], None]


def lose_an_acknowledged_command(history: History, truth: Truth) -> None:
    truth.outcomes = [one for one in truth.outcomes if one["command"] != "c1"]
    truth.events[1] = event(2, "idea.edited")
    truth.ideas.clear()


def carry_out_an_unanswered_command_twice(history: History, truth: Truth) -> None:
    truth.outcomes += [decided("c5", True, 4), decided("c5", True, 4)]


def carry_out_a_refused_command(history: History, truth: Truth) -> None:
    truth.outcomes[3] = decided("c4", True, 4, left=1)


def write_a_vote_twice(history: History, truth: Truth) -> None:
    truth.votes.append(truth.votes[0] | {"points": 0})


def overspend_for_a_moment(history: History, truth: Truth) -> None:
    """The end is within the budget, one moment on the way was not."""
    history.asked[1].args["points"] = 11
    truth.outcomes[1]["points_left"] = -1


def leave_a_gap_in_the_log(history: History, truth: Truth) -> None:
    truth.events[2]["seq"] = 5


def take_a_client_backward(history: History, truth: Truth) -> None:
    history.seen[0].trail.append(["e1", 3])
    history.seen[0].seq = 3


def drop_an_event_on_the_way(history: History, truth: Truth) -> None:
    """The client's seq moves over an idea that it was never told of."""
    history.frames[0].events = []


def let_one_client_differ(history: History, truth: Truth) -> None:
    history.seen[1].fingerprint = "another"


def miscount_a_tally(history: History, truth: Truth) -> None:
    truth.points["idea-1"] = 3


def lose_support(history: History, truth: Truth) -> None:
    truth.given.clear()
    truth.supports["idea-1"] = 0


def miscount_support(history: History, truth: Truth) -> None:
    truth.supports["idea-1"] = 2


def leak_to_another_workshop(history: History, truth: Truth) -> None:
    history.ids[HERE].add("idea-9")


def let_server_and_log_disagree(history: History, truth: Truth) -> None:
    truth.folded["participant"] = "another"


PLANTED: list[tuple[str, Plant]] = [
    ("I1", lose_an_acknowledged_command),
    ("I1", carry_out_an_unanswered_command_twice),
    ("I1", carry_out_a_refused_command),
    ("I2", write_a_vote_twice),
    ("I2", overspend_for_a_moment),
    ("I3", leave_a_gap_in_the_log),
    ("I4", take_a_client_backward),
    ("I4", drop_an_event_on_the_way),
    ("I5", let_one_client_differ),
    ("I5", let_server_and_log_disagree),
    ("I2", lose_support),
    ("I6", miscount_a_tally),
    ("I6", miscount_support),
    ("I8", leak_to_another_workshop),
]


@pytest.mark.parametrize(("invariant", "plant"), PLANTED, ids=[plant.__name__ for _, plant in PLANTED])
def test_planted_fault_is_caught(invariant: str, plant: Plant) -> None:
    history, truths = deepcopy(sound_history()), deepcopy(sound_truths())
    plant(history, truths[0])
    assert invariant in {one.invariant for one in check(history, truths)}


MAILS = [{"key": "report:1", "message_id": "<1@here>", "state": "sent"}]


def test_mail_delivered_once_passes() -> None:
    assert mails_delivered(MAILS, ["<1@here>"], expected=1) == []


def test_mail_that_never_came_is_caught() -> None:
    assert mails_delivered(MAILS, [], expected=1)


def test_mail_that_nobody_ever_wrote_is_caught() -> None:
    assert mails_delivered([], [], expected=1)


def test_mail_that_came_twice_is_caught_unless_a_crash_hit_its_dialogue() -> None:
    twice = ["<1@here>", "<1@here>"]
    assert mails_delivered(MAILS, twice, expected=1)
    assert mails_delivered(MAILS, twice, expected=1, crashed=frozenset({"<1@here>"})) == []


def test_what_never_came_is_no_matter_of_time() -> None:
    never = Row("F0", "", "", figures=[Figure("all mails after", None, 60, "s", timed=True)])
    late = Row("F0", "", "", figures=[Figure("all mails after", 61, 60, "s", timed=True)])
    assert (never.verdict, late.verdict) == (FAIL, SLOW)


def test_what_was_not_measured_never_passes_and_is_no_matter_of_time() -> None:
    for figure in (Figure("calls", None), Figure("calls", None, 1, at_least=True), Figure("p99", None, timed=True)):
        assert Row("F0", "", "", figures=[figure]).verdict == FAIL


def test_a_count_below_its_lower_limit_fails() -> None:
    assert Row("F0", "", "", figures=[Figure("commands", 0, 1, at_least=True)]).verdict == FAIL


def test_a_percentile_says_of_how_many() -> None:
    assert str(Figure("p99", 0.02, 1.5, "s", timed=True, samples=131)) == "p99 0.02 s of 131 (≤ 1.5)"
