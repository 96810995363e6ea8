"""A meeting that votes more than once: the report goes by the last vote that counts, and the others stand in it too."""

import io
from typing import Any

import pypdf
import pytest
from django.test import Client

from ideahub.core.actor import Actor
from ideahub.core.clock import now
from ideahub.reports import links
from ideahub.reports.builder import build
from ideahub.reports.delivery import write_due_reports
from ideahub.reports.facts import ReportData, from_json, to_json
from ideahub.reports.letter import write_letter
from ideahub.reports.pdf import write_pdf
from ideahub.reports.sheet import Sheet, lay_out
from ideahub.reports.words import LANGUAGES
from ideahub.workshops.models import Activity
from tests.support.room import Room, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """Three ideas and eight people."""
    room = open_room()
    room.ideas = [room.capture(room.ana, f"Idé {name}", column=at % 2) for at, name in enumerate("ABC")]
    room.crowd = [room.join() for _ in range(8)]
    return room


def hold(room: Room, title: str, *answers: list[int], model: str = "points", effort: int | None = None) -> None:
    """A vote: the first person's answers to the ideas, the second's, and so on."""
    step = Activity.objects.create(workshop=room.workshop, kind="vote", title=title, position=Activity.objects.count())
    room.steps[title] = step
    room.go_to(title, model=model, max_per_target=5)
    for person, said in zip(room.crowd, answers, strict=False):
        give(room, person, said, effort=effort)


def give(room: Room, person: Actor, said: list[int], **more: Any) -> None:
    for idea, points in zip(room.ideas, said, strict=False):
        if points:
            room.do(person, "vote.set", target=idea, points=points, **{k: v for k, v in more.items() if v})


def closed(room: Room) -> ReportData:
    room.do(room.ana, "workshop.close")
    return from_json(to_json(build(room.fresh())))


def sheet_of(data: ReportData, code: str = "sv") -> Sheet:
    return lay_out(data, LANGUAGES[code])


def steps_of(data: ReportData) -> dict[str, str]:
    """How each step went, by its name."""
    return {stage.title.split(",")[0].rstrip("."): stage.text for stage in sheet_of(data).stages}


def ranked(data: ReportData) -> list[tuple[str, int | None, int]]:
    return [(one.title, one.rank, one.votes) for _, one in data.ranking]


def test_the_last_vote_decides_and_the_earlier_one_stands_with_its_own_result(room: Room) -> None:
    hold(room, "Första", [3, 0, 1], [2, 0, 0])
    hold(room, "Andra", [0, 2, 1], [0, 2, 1])
    data = closed(room)
    assert (data.vote_title, ranked(data)) == ("Andra", [("Idé B", 1, 4), ("Idé C", 2, 2)])
    (earlier,) = data.other_votes
    assert (earlier.title, earlier.votes, earlier.voters, earlier.later) == ("Första", 6, 2, False)
    assert [(column.title, one.title, one.rank, one.votes) for column, one in earlier.ranking] == [
        ("Område 1", "Idé A", 1, 5),
        ("Område 1", "Idé C", 2, 1),
    ]


def test_a_stray_tap_in_a_later_vote_decides_nothing(room: Room) -> None:
    hold(room, "Valet", *[[1, 0, 0]] * 3)
    hold(room, "Prov", [0, 5, 0])
    data = closed(room)
    assert (data.vote_title, ranked(data)) == ("Valet", [("Idé A", 1, 3)])
    (later,) = data.other_votes
    assert (later.title, later.later, later.voters, later.columns) == ("Prov", True, 1, ())
    (told,) = sheet_of(data).other_votes
    assert told.notes == (
        "Den hölls senare, men för få svarade för att den ska avgöra.",
        "För få svarade för att resultatet ska visas.",
    )


def test_more_than_a_third_as_many_is_enough_to_decide(room: Room) -> None:
    hold(room, "Valet", *[[1, 0, 0]] * 5)
    hold(room, "Slutvalet", *[[0, 1, 0]] * 2)
    assert closed(room).vote_title == "Slutvalet"


def test_the_others_stand_in_the_order_they_were_held(room: Room) -> None:
    for title in ("Ett", "Två", "Tre"):
        hold(room, title, [1, 0, 0], [1, 0, 0])
    assert [one.title for one in closed(room).other_votes] == ["Ett", "Två"]


def test_a_vote_that_nobody_answered_in_is_not_among_them(room: Room) -> None:
    hold(room, "Tomt")
    room.do(room.crowd[0], "vote.done", done=True)
    hold(room, "Valet", [1, 0, 0])
    data = closed(room)
    assert data.other_votes == ()
    told = steps_of(data)
    assert (told["Tomt"], told["Valet"][:9]) == ("Ingen röstade.", "Alla hade")


def test_each_is_told_by_its_own_model(room: Room) -> None:
    everybody = [[1, -1, 1], [1, 1, -1], [-1, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1, 1], [1, 0, 0], [1, 1, 1]]
    hold(room, "Tummen", *everybody, model="thumb")
    hold(room, "Korten", *everybody[:6], model="agree")
    hold(room, "Skalan", *[[4, 2, 0]] * 5, model="scale", effort=2)
    hold(room, "Valet", *[[2, 3, 0]] * 8)
    others = {one.title: one for one in sheet_of(closed(room)).other_votes}
    assert list(others) == ["Tummen", "Korten", "Skalan"]
    assert [(row.rank, row.title, row.number, row.value) for row in others["Tummen"].rows] == [
        ("1", "Idé A", 1, "7–1"),
        ("2", "Idé B", 2, "5–1"),
        ("2", "Idé C", 3, "5–1"),
    ]
    assert others["Tummen"].value_label == "Upp–ner"
    assert [row.value for row in others["Skalan"].rows] == ["4,0 · 2,0", "2,0 · 2,0"]
    assert others["Skalan"].summary.endswith("10 svar från 5 personer")


def test_what_too_few_answered_is_counted_but_not_told(room: Room) -> None:
    hold(room, "Korten", *[[1, 0, 0]] * 5, [0, 1, 0], model="agree")
    hold(room, "Valet", *[[1, 0, 0]] * 6)
    (cards,) = sheet_of(closed(room)).other_votes
    assert [row.title for row in cards.rows] == ["Idé A"]
    assert "Ett förslag fick för få svar för att visas." in cards.notes


def test_what_the_room_does_not_see_is_not_told_in_any_vote(room: Room) -> None:
    hold(room, "Första", [3, 2, 0])
    hold(room, "Andra", [0, 1, 0])
    room.do(room.ana, "idea.hide", ideas=room.ideas[:1])
    data = closed(room)
    assert [one.title for _, one in data.other_votes[0].ranking] == ["Idé B"]
    assert "3 röster ligger på förslag som inte är med." in sheet_of(data).other_votes[0].notes


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sv", "I omröstningen ”Första” stod idé 1 ”Idé A” främst: 3 röster."),
        ("en", "In the vote “Första” idea 1 “Idé A” came first: 3 votes."),
    ],
)
def test_the_mail_says_who_came_first_in_each(room: Room, code: str, said: str) -> None:
    hold(room, "Första", [3, 2, 0])
    hold(room, "Andra", [0, 1, 0])
    letter = write_letter(closed(room), LANGUAGES[code], link="https://ideahub.example/r/1?k=x")
    assert said in letter.text
    assert said in letter.html


def test_the_mail_says_nothing_of_a_vote_that_too_few_answered_in(room: Room) -> None:
    hold(room, "Valet", *[[1, 0, 0]] * 3)
    hold(room, "Prov", [0, 5, 0])
    letter = write_letter(closed(room), LANGUAGES["sv"], link="https://ideahub.example/r/1?k=x")
    assert "Prov" not in letter.text + letter.html


def test_the_mail_of_a_vote_that_all_were_against_names_nobody(room: Room) -> None:
    hold(room, "Tummen", [-1, 0, 0], model="thumb")
    hold(room, "Valet", [1, 0, 0])
    text = write_letter(closed(room), LANGUAGES["sv"], link="https://ideahub.example/r/1?k=x").text
    assert "I omröstningen ”Tummen” stod inget förslag främst." in text


def test_the_mail_says_where_too_few_answered_for_anything_to_be_told(room: Room) -> None:
    hold(room, "Korten", *[[1, 0, 0]] * 4, model="agree")
    hold(room, "Valet", *[[1, 0, 0]] * 4)
    data = closed(room)
    for code, said in (
        ("sv", "I omröstningen ”Korten” fick alla förslag för få svar för att visas."),
        ("en", "In the vote “Korten” all proposals got too few answers to be shown."),
    ):
        assert said in write_letter(data, LANGUAGES[code], link="https://ideahub.example/r/1?k=x").text


def test_which_vote_decided_is_said_also_where_too_few_answered_in_it(room: Room, client: Client) -> None:
    hold(room, "Valet", *[[1, 0, 0]] * 4)
    hold(room, "Korten", *[[1, 0, 0]] * 4, model="agree")
    data = closed(room)
    said = "Resultatet är från omröstningen ”Korten”"
    assert sheet_of(data).ranking == ()
    assert sheet_of(data).decided_in.startswith(said)
    assert sheet_of(data).decided_in.endswith("Den andra omröstningen står längre fram.")
    assert sheet_of(data, "en").decided_in.endswith("The other vote stands further on.")
    write_due_reports()
    page = client.get(f"/reports/{room.workshop.pk}/", {"key": links.key_of(room.workshop.pk)}).content.decode()
    pdf = write_pdf(sheet_of(data), made_at=now())
    printed = " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
    assert said in page
    assert said in printed


def test_they_stand_in_the_page_and_in_the_pdf(room: Room, client: Client) -> None:
    hold(room, "Tummen <b>", *[[1, -1, 1]] * 2, model="thumb")
    hold(room, "Valet", [0, 2, 1], [0, 2, 1])
    data = closed(room)
    write_due_reports()
    page = client.get(f"/reports/{room.workshop.pk}/", {"key": links.key_of(room.workshop.pk)}).content.decode()
    pdf = write_pdf(sheet_of(data), made_at=now())
    printed = " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
    assert '<h2 id="others">Fler omröstningar</h2>' in page
    assert ">Tummen &lt;b&gt;</h3>" in page
    for said in ("Fler omröstningar", "Tummen <b>", "6 svar", "2–0", "Resultatet är från omröstningen ”Valet”"):
        assert said in printed
        assert said.replace("<", "&lt;").replace(">", "&gt;") in page


def test_a_meeting_that_voted_once_says_nothing_of_others(room: Room, client: Client) -> None:
    hold(room, "Valet", [1, 0, 0])
    sheet = sheet_of(closed(room))
    write_due_reports()
    page = client.get(f"/reports/{room.workshop.pk}/", {"key": links.key_of(room.workshop.pk)}).content.decode()
    assert (sheet.other_votes, sheet.decided_in) == ((), "")
    assert "Fler omröstningar" not in page


def test_a_report_from_before_there_could_be_several_is_read_as_it_was(room: Room) -> None:
    hold(room, "Valet", [1, 0, 0])
    stored: Any = to_json(closed(room))
    for name in ("vote_title", "vote_begins_at", "other_votes"):
        del stored[name]
    for step in stored["steps"]:
        del step["voted"]
    assert steps_of(from_json(stored))["Valet"].startswith("Alla hade")
