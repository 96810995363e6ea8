from dataclasses import replace

import pytest
from django.test import Client

from ideahub.core.actor import Audience
from ideahub.edge import knocking
from ideahub.workshops.joining import cookie_name
from ideahub.workshops.models import Participant
from tests.support.page import Page, text_of
from tests.support.room import Room


def test_somebody_joins_without_a_script_and_gets_the_cookie_of_the_app(stranger: Page, room: Room) -> None:
    before = room.workshop.participants.count()
    said = stranger.send("join", name="Ali")
    assert "Du är med i mötet." in said
    assert room.workshop.participants.count() == before + 1
    cookie = stranger.client.cookies[cookie_name(room.workshop.id)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    snapshot = stranger.client.get(f"/api/workshops/{room.workshop.code}/snapshot/").json()
    assert snapshot["me"]["name"] == "Ali"


def test_joining_twice_makes_one_person(stranger: Page, room: Room) -> None:
    form = stranger.form("join", name="Ali")
    before = room.workshop.participants.count()
    stranger.post(form)
    stranger.post(form)
    assert room.workshop.participants.count() == before + 1


def test_a_name_that_is_too_long_stays_in_its_field_with_what_is_wrong(stranger: Page, room: Room) -> None:
    name = "Å" * 41
    response = stranger.post(stranger.form("join", name=name))
    assert response.status_code == 400
    assert "1 tecken för lång" in text_of(response)
    assert f'value="{name}"' in response.content.decode()


@pytest.mark.parametrize("code", ["111111", "42", "<b>"])
def test_a_wrong_code_is_asked_for_again_with_what_was_typed(room: Room, code: str) -> None:
    response = Client().get(f"/plain/{code}/")
    assert response.status_code == 404
    assert f"Vi hittar inget öppet möte med koden {code}." in text_of(response)
    assert room.workshop.title not in response.content.decode()


def test_who_guesses_many_codes_waits_and_who_came_by_the_qr_code_does_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long this machine takes for the answers, no stock is filled up meanwhile.
    for name in ("WRONG_CODES", "KNOCKS"):
        monkeypatch.setattr(knocking, name, replace(getattr(knocking, name), rate=0.001))
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [client.get("/plain/111111/") for _ in range(130)]
    # Now and then somebody there is told, at a slow pace: not every answer is the same.
    turned_away = [one for one in answers if one.status_code == 429]
    assert turned_away
    assert turned_away[-1].headers["Retry-After"] == "5"
    client.get(f"/q/{room.workshop.qr_token}")
    assert client.get(f"/plain/{room.workshop.code}/").status_code == 200


def test_a_locked_meeting_looks_like_none_to_who_is_outside_and_goes_on_for_who_is_inside(
    stranger: Page, ben: Page, room: Room
) -> None:
    form = stranger.form("join", name="Sen")
    room.do(room.ana, "workshop.lock")
    assert stranger.client.get(stranger.path).status_code == 404
    refused = stranger.post(form)
    assert refused.status_code == 409
    assert "Mötet tar inte emot fler just nu." in text_of(refused)
    assert "Skriv en idé" in ben.read()


def test_a_closed_meeting_says_so_to_who_was_not_there(stranger: Page, room: Room) -> None:
    room.do(room.ana, "workshop.close")
    response = stranger.client.get(stranger.path)
    assert response.status_code == 410
    assert "Mötet är avslutat" in text_of(response)


def test_a_draft_is_not_there(stranger: Page, room: Room) -> None:
    room.workshop.status = "draft"
    room.workshop.save()
    assert stranger.client.get(stranger.path).status_code == 404


def test_looking_at_the_page_changes_nothing(ben: Page, stranger: Page, room: Room) -> None:
    seq, people = room.seq, Participant.objects.count()
    for page in (ben, stranger):
        assert page.client.get(page.path).status_code == 200
        assert page.client.head(page.path).status_code == 200
    assert (room.seq, Participant.objects.count()) == (seq, people)


def test_the_code_is_asked_for_where_there_is_none(room: Room) -> None:
    client = Client()
    assert "Möteskod, sex siffror" in text_of(client.get("/plain/"))
    code = room.workshop.code
    assert client.get("/plain/", {"code": f"{code[:3]} {code[3:]}"}).headers["Location"] == f"/plain/{code}/"
    assert client.get("/plain/", {"code": "42"}).status_code == 400


def test_the_app_leads_here_without_a_script(room: Room) -> None:
    for path in (f"/j/{room.workshop.code}", f"/q/{room.workshop.qr_token}"):
        page = Client().get(path).content.decode()
        without_script = page[page.index("<noscript>") : page.index("</noscript>")]
        assert "Du kan vara med utan JavaScript." in without_script
        assert f'href="/plain/{room.workshop.code}/">Öppna den enkla sidan' in without_script
        assert f'data-plain="/plain/{room.workshop.code}/"' in page


def test_sending_needs_the_form_of_this_service(room: Room) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[cookie_name(room.workshop.id)] = room.tokens[room.ben.id]
    path = f"/plain/{room.workshop.code}/"
    before = len(room.state(Audience.STAFF)["ideas"])
    refused = client.post(path, {"do": "idea", "text": "Öppna taket för alla"})
    assert refused.status_code == 403
    assert "Öppna taket för alla" in refused.content.decode()
    assert len(room.state(Audience.STAFF)["ideas"]) == before
    page = Page(client, path)
    assert "Din idé fick nummer" in page.send("idea", text="Öppna taket", column=str(room.columns[0].id))


def test_the_page_is_stored_nowhere_and_has_no_script_or_style_of_its_own(ben: Page) -> None:
    response = ben.client.get(ben.path)
    assert "no-store" in response.headers["Cache-Control"]
    assert "style=" not in response.content.decode()
    assert "http-equiv" not in response.content.decode()
