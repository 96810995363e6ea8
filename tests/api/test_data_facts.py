"""What the text on personal data says of a meeting: to whoever has its code, and to who took part after the close too."""

import pytest
from django.core.checks import Warning
from django.test import Client
from pytest_django import Settings

from ideahub.pages.checks import data_has_somebody_who_answers
from ideahub.workshops.models import Arena, Workshop
from tests.support.page import text_of
from tests.support.room import Room
from tests.support.server import cookie_of

pytestmark = pytest.mark.django_db


def facts(room: Room, **headers: str) -> object:
    answer = Client(headers=headers).get(f"/api/workshops/{room.workshop.code}/data/")
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_it_names_who_answers_and_how_long_it_is_kept(room: Room, settings: Settings) -> None:
    settings.OPERATOR, settings.DATA_CONTACT = "Storstad", "dataskydd@exempel.se"
    Workshop.objects.update(keep_months=12)
    assert facts(room) == {
        "operator": "Storstad", "contact": "dataskydd@exempel.se", "text": "", "text_language": "sv", "text_sv": "", "text_en": "",
        "keep_months": 12,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"controller": "Hamnen AB", "data_contact": "ombud@exempel.se"}, ("Hamnen AB", "ombud@exempel.se")),
        # Questions about what somebody else answers for are none for the operator's officer.
        ({"controller": "Hamnen AB"}, ("Hamnen AB", "")),
        ({"data_contact": "ombud@exempel.se"}, ("Storstad", "ombud@exempel.se")),
        ({"data_text": "Vi gör det med stöd av ett avtal."}, ("Storstad", "dataskydd@exempel.se")),
    ],
)
def test_an_arena_run_by_others_says_its_own(
    room: Room, settings: Settings, own: dict[str, str], told: tuple[str, str]
) -> None:
    settings.OPERATOR, settings.DATA_CONTACT = "Storstad", "dataskydd@exempel.se"
    Arena.objects.update(**own)
    body = facts(room)
    assert isinstance(body, dict)
    assert (body["operator"], body["contact"]) == told
    assert (body["text"], body["text_language"]) == (own.get("data_text", ""), "sv")


SWEDISH, ENGLISH = "Vi <b>spelar in</b>.\nFråga oss.", "We <b>record</b>."
AS_HTML = {"sv": "Vi &lt;b&gt;spelar in&lt;/b&gt;.<br>Fråga oss.", "en": "We &lt;b&gt;record&lt;/b&gt;."}


@pytest.mark.parametrize(
    ("swedish", "english", "reads", "gets"),
    [
        (SWEDISH, ENGLISH, "sv", "sv"), (SWEDISH, ENGLISH, "en", "en"),
        (SWEDISH, "", "en", "sv"), ("", ENGLISH, "sv", "en"),
    ],
)  # fmt: skip
def test_its_own_paragraph_is_told_in_the_readers_language_first(
    room: Room, swedish: str, english: str, reads: str, gets: str
) -> None:
    Arena.objects.update(controller="Hamnen AB", data_text=swedish, data_text_en=english)
    body = facts(room, accept_language=reads)
    assert isinstance(body, dict)
    assert (body["text"], body["text_language"]) == ({"sv": SWEDISH, "en": ENGLISH}[gets], gets)
    assert (body["text_sv"], body["text_en"]) == (swedish, english)
    html = Client().get(f"/plain/{room.workshop.code}/?lang={reads}").content.decode()
    assert f'<li lang="{gets}">{AS_HTML[gets]}</li>' in html


def test_the_page_without_script_names_its_controller(room: Room) -> None:
    Arena.objects.update(controller="Hamnen AB")
    html = Client().get(f"/plain/{room.workshop.code}/").content.decode()
    assert "Hamnen AB är personuppgiftsansvarig." in html


@pytest.mark.parametrize("fields", [{"status": "closed"}, {"status": "draft"}, {"locked": True}])
def test_who_has_not_been_in_learns_nothing_of_a_meeting_that_takes_nobody(
    room: Room, fields: dict[str, object]
) -> None:
    Workshop.objects.update(**fields)
    assert facts(room) == 404


def test_who_took_part_reads_it_after_the_close(room: Room) -> None:
    Workshop.objects.update(status="closed")
    assert facts(room, cookie=cookie_of(room, room.ben)) == {
        "operator": "", "contact": "", "text": "", "text_language": "sv", "text_sv": "", "text_en": "", "keep_months": 24,
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_without_script_tells_it(room: Room, settings: Settings, lang: str) -> None:
    settings.OPERATOR, settings.DATA_CONTACT = "Stor<stad>", "data+skydd@exempel.se"
    html = Client().get(f"/plain/{room.workshop.code}/?lang={lang}").content.decode()
    assert "Stor&lt;stad&gt;" in html
    assert 'href="mailto:data%2Bskydd@exempel.se"' in html
    assert {"sv": "2 år efter att det har avslutats", "en": "2 years after it has ended"}[lang] in html
    joined = Client(headers={"cookie": cookie_of(room, room.ben)}).get(f"/plain/{room.workshop.code}/?lang={lang}")
    assert {"sv": "är personuppgiftsansvarig", "en": "is the controller"}[lang] in text_of(joined)


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        (1, "sparas i en månad efter"), (18, "sparas i 18 månader efter"), (12, "sparas i ett år efter"),
        (0, "Mötet sparas tills den som ansvarar för det raderar det."),
    ],
)  # fmt: skip
def test_with_nothing_set_the_text_has_no_hole(room: Room, settings: Settings, months: int, sentence: str) -> None:
    settings.OPERATOR = settings.DATA_CONTACT = ""
    Workshop.objects.update(keep_months=months)
    page = Client().get(f"/plain/{room.workshop.code}/")
    text = text_of(page)
    assert sentence in text
    assert "Den som håller mötet är personuppgiftsansvarig." in text
    assert "den myndighet som håller mötet" in text
    assert "Vänd dig till den som bjöd in dig." in text
    assert "mailto:" not in page.content.decode()


def test_the_check_before_a_deployment_says_what_is_missing(settings: Settings) -> None:
    settings.OPERATOR, settings.DATA_CONTACT = "", ""
    found = data_has_somebody_who_answers()
    assert [(type(one), one.id) for one in found] == [(Warning, "ideahub.W001"), (Warning, "ideahub.W002")]
    settings.OPERATOR, settings.DATA_CONTACT = "Storstad", "dataskydd@exempel.se"
    assert data_has_somebody_who_answers() == []
