from dataclasses import fields

import pytest

from ideahub.reports.builder import build
from ideahub.reports.words import LANGUAGES, words_in
from ideahub.reports.words.phrasing import Labels
from tests.reports.meetings import Meeting, hold_drawn_meeting, hold_meeting


def sentence(meeting: Meeting, language: str = "sv") -> str:
    return "".join(run.text for run in words_in(language).result(build(meeting.workshop)))


@pytest.mark.django_db
def test_the_result_leads_with_what_was_decided() -> None:
    meeting = hold_drawn_meeting()
    assert sentence(meeting) == (
        "Mötet enades om sex åtgärder, och flest röster fick Upphandla behov, inte produkt med 41 röster av 214."
    )
    assert sentence(meeting, "en") == (
        "The meeting agreed on six actions, and most votes went to Upphandla behov, inte produkt with 41 votes out of 214."
    )


@pytest.mark.django_db
def test_what_people_wrote_is_a_run_of_its_own() -> None:
    runs = words_in("sv").result(build(hold_drawn_meeting().workshop))
    assert [run.text for run in runs if run.strong] == ["Upphandla behov, inte produkt"]


@pytest.mark.django_db
def test_one_of_each_is_in_the_singular() -> None:
    meeting = hold_meeting(people=1, target="ideas")
    meeting.vote(meeting.idea("Solceller.").pk, 1)
    meeting.action("Bygg")
    assert sentence(meeting) == "Mötet enades om en åtgärd, och flest röster fick idé 1 ”Solceller” med 1 röst av 1."
    assert sentence(meeting, "en") == (
        "The meeting agreed on one action, and most votes went to idea 1 “Solceller” with 1 vote out of 1."
    )
    data = build(meeting.workshop)
    assert words_in("sv").mail_opening(data) == "1 person lämnade 1 idé och lade 1 röst."
    assert words_in("en").mail_opening(data) == "1 person gave 1 idea and placed 1 vote."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("winners", "said"),
    [
        (2, "Flest röster fick A och B med 2 röster var av 4; inga åtgärder bestämdes."),
        (3, "Flest röster fick A, B och C med 2 röster var av 6; inga åtgärder bestämdes."),
        (5, "Flest röster fick A, B och C och två till med 2 röster var av 10; inga åtgärder bestämdes."),
    ],
)
def test_those_that_share_the_first_place_are_all_told(winners: int, said: str) -> None:
    meeting = hold_meeting()
    for name in "ABCDE"[:winners]:
        cluster = meeting.cluster(name)
        meeting.idea(name, cluster=cluster)
        meeting.vote(cluster.pk, 2)
    assert sentence(meeting) == said


@pytest.mark.django_db
def test_a_meeting_that_decided_nothing_says_so() -> None:
    meeting = hold_meeting()
    assert sentence(meeting) == "Mötet slutade utan idéer, röster eller åtgärder."
    meeting.idea("A")
    assert sentence(meeting) == "Mötet samlade 1 idé, och har inte röstat eller bestämt några åtgärder."
    meeting.action("Bygg")
    assert sentence(meeting, "en") == "The meeting agreed on one action, drawn from 1 idea."


@pytest.mark.django_db
def test_what_is_left_out_is_said() -> None:
    meeting = hold_meeting(target="ideas")
    meeting.vote(meeting.idea("x", status="hidden").pk, 1)
    for _ in range(2):
        meeting.idea("y", status="pending")
    data = build(meeting.workshop)
    assert words_in("sv").left_out(data) == [
        "En idé doldes av mötesledaren och är inte med.",
        "Två idéer visades aldrig i rummet och är inte med.",
        "1 röst ligger på förslag som inte är med.",
    ]
    assert words_in("en").left_out(data) == [
        "One idea was hidden by the meeting leader and is left out.",
        "Two ideas were never shown in the room and are left out.",
        "1 vote is on proposals that are left out.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_words(language: str) -> None:
    labels = words_in(language).labels
    assert [field.name for field in fields(Labels) if not getattr(labels, field.name).strip()] == []


def test_an_unknown_language_is_swedish() -> None:
    assert words_in("fi").code == "sv"
