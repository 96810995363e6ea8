import pytest

from ideahub.mail.domain import Letter
from ideahub.reports.builder import build
from ideahub.reports.letter import write_letter
from ideahub.reports.words import words_in
from tests.reports.meetings import Meeting, hold_drawn_meeting, hold_meeting

pytestmark = pytest.mark.django_db
LINK = "https://ideahub.example/reports/1/?key=abc"


def letter_of(meeting: Meeting, language: str = "sv") -> Letter:
    return write_letter(build(meeting.workshop), words_in(language), link=LINK)


def test_the_text_part_says_what_was_decided() -> None:
    letter = letter_of(hold_drawn_meeting())
    assert letter.subject == "Det här kom ni fram till: Omställning tillsammans"
    assert "1. Upphandla behov, inte produkt\n   Upphandling, 41 röster\n" in letter.text
    assert (
        "- Skriv om nästa bussupphandling så att den beskriver behovet\n  Samira, upphandlare. Klar senast 30 september."
        in letter.text
    )
    assert "Och tre åtgärder till i rapporten." in letter.text
    assert f"Läs hela rapporten:\n{LINK}\n" in letter.text
    assert f"Summary in English: {LINK}&lang=en" in letter.text


def test_it_is_in_english_for_an_english_meeting() -> None:
    letter = letter_of(hold_drawn_meeting(language="en"), "en")
    assert letter.subject == "What you arrived at: Omställning tillsammans"
    assert '<html lang="en">' in letter.html
    assert "And three more actions in the report." in letter.html
    assert f"{LINK}&amp;lang=sv" in letter.html


def test_both_parts_say_the_same() -> None:
    letter = letter_of(hold_drawn_meeting())
    for said in ("41 röster av 214.", "46 personer lämnade 19 idéer och lade 214 röster.", "Jobb nära hemmet", "Joel"):
        assert said in letter.text
        assert said in letter.html.replace("</strong>", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Frågor? Svara på mejlet så når du den som höll i mötet."),
        ("en", "Questions? Answer this mail and you reach the person who led the meeting."),
    ],
)
def test_it_says_whom_an_answer_reaches_only_where_it_reaches_somebody(language: str, said: str) -> None:
    data, words = build(hold_meeting().workshop), words_in(language)
    answered = write_letter(data, words, link=LINK, reply_to="ana@example.org")
    unanswered = write_letter(data, words, link=LINK)
    assert (answered.reply_to, unanswered.reply_to) == ("ana@example.org", "")
    for part in (answered.text, answered.html):
        assert said in part
        assert "ana@example.org" not in part
    assert said not in unanswered.text + unanswered.html


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "Diarienummer KS 2026/0417."), ("en", "Case number KS 2026/0417.")]
)
def test_a_case_number_stands_in_it_for_the_registrar(language: str, said: str) -> None:
    meeting = hold_meeting(language=language)
    assert said.split()[0] not in letter_of(meeting, language).text
    meeting.workshop.case_number = "KS 2026/0417"
    letter = letter_of(meeting, language)
    assert f"00. {said}" in letter.text.replace("14:00", "14.00")
    assert f"{said}</p>" in letter.html


def test_no_address_is_in_it() -> None:
    letter = letter_of(hold_drawn_meeting())
    assert "@example" not in letter.text + letter.html


def test_html_that_people_type_is_only_text() -> None:
    typed = '<img src=x onerror=alert(1)> & "citat"'
    meeting = hold_meeting(target="ideas", title="<b>Möte</b>")
    meeting.vote(meeting.idea(typed).pk, 2)
    meeting.action(typed, owner="<i>Sam</i>")
    letter = letter_of(meeting)
    assert "<img" not in letter.html
    assert "<b>Möte" not in letter.html
    assert "&lt;i&gt;Sam&lt;/i&gt;" in letter.html
    assert typed in letter.text


def test_a_tie_for_the_third_place_is_not_cut() -> None:
    meeting = hold_meeting()
    for name, points in [("A", 4), ("B", 3), ("C", 2), ("D", 2), ("E", 1)]:
        cluster = meeting.cluster(name)
        meeting.idea(name, cluster=cluster)
        meeting.vote(cluster.pk, points)
    text = letter_of(meeting).text
    assert "3. C\n" in text
    assert "3. D\n" in text
    assert ". E\n" not in text


def test_a_meeting_without_votes_and_actions_has_a_mail_too() -> None:
    text = letter_of(hold_meeting()).text
    assert "Inga åtgärder bestämdes under mötet." in text
