"""The report of a vote by thumbs, cards or ratings: ranked and told as its model has it."""

import re
from typing import Any

import pytest

from ideahub.core.clock import now
from ideahub.reports.builder import build
from ideahub.reports.facts import from_json, to_json
from ideahub.reports.letter import write_letter
from ideahub.reports.pdf import write_pdf
from ideahub.reports.sheet import Sheet, lay_out
from ideahub.reports.words import LANGUAGES
from tests.support.room import Room, command, open_room


def held(model: str, *answers: list[dict[str, Any] | None]) -> Room:
    """Six people's answers to each of the ideas, in order; null is none."""
    room = open_room()
    room.ideas = [room.capture(room.ana, f"Idé {name}") for name in "ABC"[: len(answers)]]
    room.go_to("vote", model=model)
    crowd = [room.join() for _ in range(6)]
    room.send(
        *(
            command(person, "vote.set", target=idea, **said)
            for idea, all_said in zip(room.ideas, answers, strict=True)
            for person, said in zip(crowd, all_said, strict=False)
            if said is not None
        )
    )
    room.do(room.ana, "workshop.close")
    return room


def sides(*points: int | None) -> list[dict[str, Any] | None]:
    return [None if one is None else {"points": one} for one in points]


def ratings(*pairs: tuple[int, int]) -> list[dict[str, Any] | None]:
    return [{"points": benefit, "effort": effort} for benefit, effort in pairs]


def told(room: Room, code: str = "sv") -> Sheet:
    data = from_json(to_json(build(room.fresh())))
    return lay_out(data, LANGUAGES[code])


def sentence(sheet: Sheet) -> str:
    return "".join(run.text for run in sheet.result)


def test_thumbs_are_ranked_by_for_minus_against(db: None) -> None:
    sheet = told(held("thumb", sides(1, 1, -1), sides(1, 1, 1), sides(-1)))
    assert [(one.label, one.value) for one in sheet.ranking] == [
        ("2 Idé B", "3–0"),
        ("1 Idé A", "2–1"),
        ("3 Idé C", "0–1"),
    ]
    assert sentence(sheet).startswith("Störst stöd fick idé 2 ”Idé B”, 3 för och 0 emot")


@pytest.mark.parametrize(
    ("model", "ahead", "behind", "shares"),
    [
        ("thumb", (1, 1, 1, 1, 1, -1), (1, 1, 1), [1.0, 0.75]),
        ("agree", (1, 1, 1, 0, 0, 0), (1, 1, 1, 1, -1, -1), [1.0, 0.667]),
    ],
)
def test_the_bar_of_who_is_behind_is_shorter(
    db: None, model: str, ahead: tuple[int, ...], behind: tuple[int, ...], shares: list[float]
) -> None:
    """Also where more of its answers are for it."""
    data = build(held(model, sides(*behind), sides(*ahead)).fresh())
    sheet = lay_out(data, LANGUAGES["sv"])
    assert [(one.label, one.share) for one in sheet.ranking] == list(zip(["2 Idé B", "1 Idé A"], shares, strict=True))
    assert [row.share for row in sheet.sections[0].rows] == shares
    mail = write_letter(data, LANGUAGES["sv"], link="https://ideahub.example/r/1?k=x").html
    assert re.findall(r'width="(\d+)%"[^>]*margin-top:8px', mail) == [f"{share:.0%}"[:-1] for share in shares]


def test_a_shared_place_is_told(db: None) -> None:
    sheet = told(held("thumb", sides(1, 1), sides(1, 1)))
    assert sheet.tied
    assert sheet.tie == "Lika svar ger samma plats. Lika resultat avgörs aldrig av sig själv."
    assert [row.rank for row in sheet.sections[0].rows] == ["1", "1"]


def test_cards_that_fewer_than_five_answered_are_not_told(db: None) -> None:
    sheet = told(held("agree", sides(1, 1, 1, 0, -1), sides(1, 1, 1, 1)))
    assert [(one.label, one.value) for one in sheet.ranking] == [("1 Idé A", "3–1")]
    assert {row.title: (row.rank, row.value) for row in sheet.sections[0].rows} == {
        "Idé A": ("1", "3–1"),
        "Idé B": ("–", "–"),
    }


def test_ratings_are_ranked_by_benefit_and_then_by_effort(db: None) -> None:
    sheet = told(held("scale", ratings(*[(4, 5)] * 5), ratings(*[(4, 2)] * 5), ratings(*[(5, 5), (2, 1)] * 3)))
    assert [(one.label, one.value) for one in sheet.ranking] == [
        ("2 Idé B", "4,0 · 2,0"),
        ("1 Idé A", "4,0 · 5,0"),
        ("3 Idé C", "3,5 · 3,0"),
    ]
    assert "nytta 4,0 och insats 2,0 av 5" in sentence(sheet)
    assert sheet.areas == ()


def test_what_everybody_is_against_wins_nothing(db: None) -> None:
    sheet = told(held("thumb", sides(-1, -1)))
    assert sentence(sheet) == "Mötet samlade 1 idé och röstade, men inget förslag stod främst."


@pytest.mark.parametrize("code", ["sv", "en"])
def test_each_model_is_printed_and_mailed(db: None, code: str) -> None:
    rooms = [
        held("thumb", sides(1, -1)),
        held("agree", sides(1, 1, 0, 0, -1), sides(1)),
        held("scale", ratings(*[(4, 2)] * 5)),
    ]
    for room in rooms:
        data = build(room.fresh())
        letter = write_letter(data, LANGUAGES[code], link="https://ideahub.example/r/1?k=x")
        assert LANGUAGES[code].standing_told(data.model, data.ranking[0][1]) in letter.text
        assert write_pdf(lay_out(data, LANGUAGES[code]), made_at=now()).startswith(b"%PDF")


def test_the_step_says_how_people_voted(db: None) -> None:
    (stage,) = [one for one in told(held("agree", sides(1))).stages if one.title.startswith("Vote")]
    assert stage.text.startswith("Alla fick förslagen ett i taget")
    assert stage.text.endswith("Resultatet doldes medan svaren gavs.")


@pytest.mark.parametrize(
    ("model", "some", "every"),
    [
        ("points", "Förslag som fick röster, flest först", "Alla förslag, flest röster först"),
        ("agree", "Förslag, störst stöd först", "Alla förslag, störst stöd först"),
    ],
)
def test_the_heading_says_all_only_where_all_are_there(db: None, model: str, some: str, every: str) -> None:
    crowd = sides(1, 1, 1, 1, 1, 1)
    assert told(held(model, crowd, crowd, sides(None))).ranking_heading == some
    assert told(held(model, crowd, crowd)).ranking_heading == every
