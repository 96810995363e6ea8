"""The live calls over HTTP: the card, joining, the snapshot, commands. The long poll is tested with the sockets."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.edge import headcount
from ideahub.reports.links import opens
from ideahub.reports.models import Report
from ideahub.workshops.joining import cookie_name
from ideahub.workshops.models import Arena, Workshop
from ideahub.workshops.projector_links import make_link, revoke_link
from tests.support.room import Room, make_draft, open_room, plain


def url(room: Room, call: str = "") -> str:
    return f"/api/workshops/{room.workshop.code}/{call}"


def as_(room: Room, actor: Actor, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    if actor.is_staff:
        client.force_login(room.leader)
    else:
        client.cookies[cookie_name(room.workshop.id)] = room.tokens[actor.id]
    return client


def push(client: Client, room: Room, name: str, /, **args: Any) -> Any:
    body = {"commands": [{"id": str(new_id()), "name": name, "args": plain(args)}]}
    return client.post(url(room, "commands/"), body, content_type="application/json")


def join(client: Client, room: Room, **body: Any) -> Any:
    return client.post(url(room, "join/"), body, content_type="application/json")


# ---- The card ---------------------------------------------------------------------------------------------------------


def test_the_card_tells_what_anybody_may_know(room: Room) -> None:
    answer = Client().get(url(room))
    assert answer.status_code == 200
    assert answer.json() == {
        "title": "Omställning",
        "language": "sv",
        "status": "open",
        "columns": 3,
        "anonymous": True,
        "arena": "Trädgården",
        "place": "",
        "starts_at": None,
        "minutes": None,
        "joined": 2,
    }


def test_the_card_says_where_and_when(room: Room) -> None:
    starts_at = datetime(2026, 6, 23, 11, tzinfo=UTC)
    Arena.objects.update(place="Almedalen")
    Workshop.objects.update(starts_at=starts_at)
    card = Client().get(url(room)).json()
    assert (card["place"], card["starts_at"]) == ("Almedalen", "2026-06-23T11:00:00.000Z")
    Workshop.objects.update(place="Stora tältet")
    assert Client().get(url(room)).json()["place"] == "Stora tältet"


def test_the_card_says_when_a_step_shows_names_at_ideas(room: Room) -> None:
    room.set_up("collect", anonymous=False)
    assert Client().get(url(room)).json()["anonymous"] is False


def test_the_card_says_how_many_have_joined_and_counts_once_a_second_for_a_whole_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 100.0
    monkeypatch.setattr(headcount, "monotonic", lambda: clock)

    def told() -> int:
        return int(Client().get(url(room)).json()["joined"])

    with CaptureQueriesContext(connection) as asked:
        assert [told() for _phone in range(10)] == [2] * 10
    assert len([one for one in asked if 'COUNT(*) AS "__count" FROM "workshops_participant"' in one["sql"]]) == 1
    assert join(Client(), room).status_code == 201
    clock += headcount.FRESH_S
    assert told() == 3


def test_while_one_caller_counts_the_others_are_told_what_was_known(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 100.0
    monkeypatch.setattr(headcount, "monotonic", lambda: clock)
    meanwhile: list[int] = []

    def ask_meanwhile(execute: Any, *query: Any) -> Any:
        if not meanwhile:
            meanwhile.append(0)
            meanwhile[0] = headcount.joined_lately(room.workshop.id)
        return execute(*query)

    assert headcount.joined_lately(room.workshop.id) == 2
    assert join(Client(), room).status_code == 201
    clock += headcount.FRESH_S
    with connection.execute_wrapper(ask_meanwhile):
        assert headcount.joined_lately(room.workshop.id) == 3
    assert meanwhile == [2]
    assert headcount.joined_lately(room.workshop.id) == 3


def test_there_is_no_card_of_what_is_not_open(room: Room) -> None:
    assert Client().get("/api/workshops/999999/").json()["code"] == "not_found"
    assert Client().get(f"/api/workshops/{make_draft().code}/").status_code == 404
    room.do(room.ana, "workshop.lock")
    assert Client().get(url(room)).status_code == 404
    room.do(room.ana, "workshop.close")
    answer = Client().get(url(room))
    assert (answer.status_code, answer.json()["code"]) == (410, "closed")


def test_who_took_part_is_told_where_to_read_what_came_out(room: Room) -> None:
    room.do(room.ana, "workshop.close")
    over = {"code": "closed", "detail": "Mötet är avslutat."}
    named = {**over, "title": "Omställning"}
    assert as_(room, room.ben).get(url(room)).json() == named
    Report.objects.update(state=Report.State.WRITTEN, data={}, pdf=b"")
    answer = as_(room, room.ben).get(url(room))
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    link = answer.json().pop("report")
    assert {**answer.json(), "report": link} == {**named, "report": link}
    path, _, key = link.partition("?key=")
    assert path == f"/reports/{room.workshop.id}/"
    assert opens(key, workshop=room.workshop.id)


def test_nobody_else_is(room: Room) -> None:
    """The code alone is six digits, and another meeting's cookie says nothing here."""
    elsewhere = open_room()
    room.do(room.ana, "workshop.close")
    Report.objects.update(state=Report.State.WRITTEN, data={}, pdf=b"")
    stranger = Client()
    stranger.cookies[cookie_name(room.workshop.id)] = elsewhere.tokens[elsewhere.ben.id]
    for one in (Client(), as_(elsewhere, elsewhere.ben), stranger):
        assert one.get(url(room)).json() == {"code": "closed", "detail": "Mötet är avslutat."}


@pytest.mark.parametrize("code", ["abc", "12345", "%00", "٤٢٨٦١٧", "1" * 300])
def test_a_code_that_cannot_be_is_unknown(db: None, code: str) -> None:
    answer = Client().get(f"/api/workshops/{code}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


# ---- Joining ----------------------------------------------------------------------------------------------------------


def test_joining_makes_a_participant_once(room: Room) -> None:
    phone = Client()
    first, again = join(phone, room, name=" Kim "), join(phone, room, name="Någon annan")
    assert (first.status_code, first.json()["name"]) == (201, "Kim")
    assert (again.status_code, again.json()) == (200, first.json())
    cookie = phone.cookies[cookie_name(room.workshop.id)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert room.told(room.seq - 1) == ["participant.joined"]


def test_nobody_needs_a_name(room: Room) -> None:
    assert join(Client(), room).json()["name"] == ""


@pytest.mark.parametrize("name", ["x" * 41, "a\x00b", "a\u202eb", "\ud800", 7, ["x"]])
def test_a_name_is_checked(room: Room, name: Any) -> None:
    answer = join(Client(), room, name=name)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid", "name")


def test_a_name_has_40_characters(room: Room) -> None:
    assert join(Client(), room, name="å" * 40).status_code == 201


def test_nobody_joins_a_locked_workshop_but_those_inside_stay(room: Room) -> None:
    room.do(room.ana, "workshop.lock")
    assert (join(Client(), room).status_code, join(Client(), room).json()["code"]) == (409, "not_open")
    assert join(as_(room, room.ben), room).status_code == 200
    room.do(room.ana, "workshop.unlock")
    assert join(Client(), room).status_code == 201


def test_nobody_joins_what_is_not_open(room: Room) -> None:
    draft = f"/api/workshops/{make_draft().code}/join/"
    assert Client().post(draft, {}, content_type="application/json").status_code == 404
    room.do(room.ana, "workshop.close")
    assert join(Client(), room).status_code == 410
    assert join(as_(room, room.ben), room).status_code == 200


def test_a_post_from_another_site_is_refused(room: Room) -> None:
    answer = Client(HTTP_ORIGIN="http://evil.example").post(url(room, "join/"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    evil = as_(room, room.ben)
    evil.defaults["HTTP_ORIGIN"] = "null"
    assert push(evil, room, "hand.raise").status_code == 403


# ---- Who is asking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["snapshot/", "commands/"])
def test_nobody_at_all_is_401_and_somebody_from_elsewhere_404(room: Room, call: str) -> None:
    theirs = open_room()

    def ask(client: Client) -> tuple[int, str]:
        body = {"commands": [{"id": str(new_id()), "name": "hand.raise"}]}
        method = client.get if call == "snapshot/" else client.post
        kind = {} if call == "snapshot/" else {"content_type": "application/json"}
        answer = method(url(room, call), None if call == "snapshot/" else body, **kind)  # type: ignore[operator]
        return answer.status_code, answer.json()["code"]

    assert ask(Client()) == (401, "not_joined")
    assert ask(as_(theirs, theirs.ana)) == (404, "not_found")
    stolen = Client()
    stolen.cookies[cookie_name(room.workshop.id)] = theirs.tokens[theirs.ben.id]
    assert ask(stolen) == (404, "not_found")
    assert ask(as_(theirs, theirs.ben)) == (401, "not_joined")


def test_a_browser_that_is_both_says_as_whom_it_asks(room: Room) -> None:
    both = as_(room, room.ben)
    both.force_login(room.leader)
    assert both.get(url(room, "snapshot/?as=participant")).json()["me"]["participant"] == str(room.ben.id)
    assert both.get(url(room, "snapshot/?as=staff")).json()["me"] is None


def test_a_projector_reads_by_its_token_until_that_is_revoked(room: Room) -> None:
    link, token = make_link(workshop=room.workshop)
    screen = Client(headers={"Authorization": f"Bearer {token}"})
    assert screen.get(url(room, "snapshot/")).status_code == 200
    assert push(screen, room, "workshop.close").status_code == 403
    assert screen.get(url(open_room(), "snapshot/")).status_code == 404
    revoke_link(link)
    assert screen.get(url(room, "snapshot/")).status_code == 401


def test_staff_that_write_carry_their_csrf_token(room: Room) -> None:
    ana = as_(room, room.ana, csrf=True)
    assert push(ana, room, "workshop.lock").status_code == 403
    ana.get("/accounts/login/")
    ana.cookies["csrftoken"] = "x" * 32
    answer = ana.post(
        url(room, "commands/"),
        {"commands": [{"id": str(new_id()), "name": "workshop.lock"}]},
        content_type="application/json",
        headers={"X-CSRFToken": "x" * 32},
    )
    assert answer.json()["results"][0]["ok"]


# ---- The snapshot -----------------------------------------------------------------------------------------------------


def test_the_snapshot_is_the_same_text_compressed_or_not(room: Room) -> None:
    room.capture(room.ben, "Vätgas åt alla 🌱")
    ben = as_(room, room.ben)
    whole = ben.get(url(room, "snapshot/"))
    squeezed = ben.get(url(room, "snapshot/"), headers={"Accept-Encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    first, second = whole.json(), json.loads(gzip.decompress(squeezed.content))
    assert {**first, "server_time": ""} == {**second, "server_time": ""}
    assert first["seq"] == room.seq
    assert first["me"]["own"] == [first["ideas"][0]["id"]]


def test_an_unchanged_snapshot_is_not_sent_again(room: Room) -> None:
    ben = as_(room, room.ben)
    tag = ben.get(url(room, "snapshot/"))["ETag"]
    again = ben.get(url(room, "snapshot/"), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    room.capture(room.eva)
    assert ben.get(url(room, "snapshot/"), headers={"If-None-Match": tag}).status_code == 200


def test_a_tag_is_of_one_caller_and_of_what_only_they_see(room: Room) -> None:
    room.go_to("discuss")
    ben, eva = as_(room, room.ben), as_(room, room.eva)
    tag = ben.get(url(room, "snapshot/"))["ETag"]
    assert eva.get(url(room, "snapshot/"))["ETag"] != tag
    room.do(room.ben, "hand.raise")
    assert ben.get(url(room, "snapshot/"), headers={"If-None-Match": tag}).status_code == 200


def test_a_snapshot_that_is_kept_takes_the_same_few_queries_whatever_is_in_it(
    room: Room, django_assert_num_queries: Any
) -> None:
    ben = as_(room, room.ben)
    ben.get(url(room, "snapshot/"))
    for _round in range(2):
        with django_assert_num_queries(10):
            ben.get(url(room, "snapshot/"))
        for _n in range(3):
            room.capture(room.ana)
        ben.get(url(room, "snapshot/"))


# ---- Commands ---------------------------------------------------------------------------------------------------------


def test_commands_are_answered_with_the_body_of_an_ack(room: Room) -> None:
    answer = push(as_(room, room.ben), room, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller")
    assert answer.status_code == 200
    body = answer.json()
    assert body["type"] == "ack"
    [result] = body["results"]
    assert {key: result[key] for key in ("ok", "seq", "number", "status")} == {
        "ok": True,
        "seq": room.seq,
        "number": 1,
        "status": "shown",
    }


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "7", "null", '"x"', "{}", '{"commands": []}', '{"commands": "x"}', '{"commands": [7]}', "[" * 9000,
     '{"commands": [' + ",".join(["{}"] * 51) + "]}", '{"commands": NaN}', b"\xff\xfe"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_an_answer_and_no_fault(room: Room, body: Any) -> None:
    answer = as_(room, room.ben).post(url(room, "commands/"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["detail"]


@pytest.mark.parametrize("body", ["{", "[]", "7", b"\xef\xbb\xbf{}", b"\xff\xfe"])
@pytest.mark.parametrize(
    ("language", "detail"),
    [("sv", "Det gick inte att läsa det som skickades."), ("en", "What was sent could not be read.")],
)
def test_a_body_that_cannot_be_read_at_all_is_told_in_the_callers_language(
    room: Room, body: Any, language: str, detail: str
) -> None:
    ben = as_(room, room.ben)
    answer = ben.post(
        url(room, "commands/"), body, content_type="application/json", headers={"Accept-Language": language}
    )
    assert answer.json() == {"code": "invalid", "detail": detail}


def test_a_body_over_16_kib_is_too_large(room: Room) -> None:
    answer = push(as_(room, room.ben), room, "idea.capture", text="x" * 17_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(("language", "detail"), [("sv", "Du är inte med i mötet. Gå med först."), ("en", None)])
def test_errors_are_in_the_callers_language(room: Room, language: str, detail: str | None) -> None:
    said = Client(headers={"Accept-Language": language}).get(url(room, "snapshot/")).json()["detail"]
    assert (said == "Du är inte med i mötet. Gå med först.") == (detail is not None)


def test_refusals_are_in_the_language_that_the_call_names(room: Room) -> None:
    """Not the one of the join: whoever changes language is answered in it at once."""
    ben = as_(room, room.ben)
    said = []
    for language in ("sv", "en"):
        body = {"commands": [{"id": str(new_id()), "name": "table.leave", "args": {}}]}
        headers = {"Accept-Language": language}
        answer = ben.post(url(room, "commands/"), body, content_type="application/json", headers=headers)
        said.append(answer.json()["results"][0]["detail"])
    assert said == ["Din telefon skriver inte för något bord.", "Your phone writes for no table."]


def test_a_wrong_method_is_no_page(room: Room) -> None:
    answer = Client().put(url(room, "join/"))
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/json")


def test_phones_behind_one_address_all_get_in(room: Room) -> None:
    assert {join(Client(REMOTE_ADDR="203.0.113.9"), room).status_code for _n in range(40)} == {201}
    assert Workshop.objects.get(pk=room.workshop.pk).participants.count() == 42
