"""Who reaches what of set-up. Cleo has an arena and a meeting of her own, so that a leak would have something to show."""

import pytest
from django.utils.timezone import localdate
from rest_framework.test import APIClient

from ideahub.core.clock import now
from ideahub.reports.delivery import bring_reports_on
from ideahub.reports.domain import request_report
from ideahub.workshops.models import Workshop
from tests.support.setup import People, make_workshop, signed_in, version

CALLS = [
    ("get", "/api/setup/{workshop}/"),
    ("patch", "/api/setup/{workshop}/"),
    ("delete", "/api/setup/{workshop}/"),
    ("get", "/api/setup/{workshop}/keeping/"),
    ("get", "/api/setup/{workshop}/reports/"),
    ("patch", "/api/setup/{workshop}/leaders/"),
    ("get", "/api/arenas/{arena}/"),
    ("patch", "/api/arenas/{arena}/"),
    ("get", "/api/arenas/{arena}/workshops/"),
    ("post", "/api/arenas/{arena}/workshops/"),
    ("get", "/api/arenas/{arena}/live/"),
    ("post", "/api/arenas/{arena}/screens/"),
    ("delete", "/api/arenas/{arena}/screens/"),
    ("get", "/api/arenas/{arena}/members/"),
    ("post", "/api/arenas/{arena}/members/"),
    ("patch", "/api/arenas/{arena}/members/{member}/"),
    ("delete", "/api/arenas/{arena}/members/{member}/"),
    ("post", "/api/arenas/{arena}/members/{member}/invite/"),
]
WRITES_OF_A_READER = [(method, path) for method, path in CALLS if method != "get"]
BODY = {
    "title": "Kapat",
    "name": "Kapad",
    "template": "ideas",
    "email": "ny@example.se",
    "role": "reader",
    "member": 1,
    "leads": True,
    "day": str(localdate()),
}


def ask(client: APIClient, method: str, path: str, people: People, workshop: Workshop) -> tuple[int, str]:
    member = people.arena.memberships.get(user=people.ana)
    address = path.format(workshop=workshop.id, arena=people.arena.id, member=member.id)
    answer = getattr(client, method)(address, {**BODY, "version": version(workshop)}, format="json")
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_stranger_finds_nothing(people: People, workshop: Workshop, method: str, path: str) -> None:
    make_workshop(by=people.cleo, arena=people.elsewhere)
    assert ask(signed_in(people.cleo), method, path, people, workshop) == (404, "not_found")
    workshop.refresh_from_db()
    assert workshop.title == "Omställning"


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_nobody_at_all_is_asked_to_sign_in(people: People, workshop: Workshop, method: str, path: str) -> None:
    assert ask(APIClient(), method, path, people, workshop) == (401, "not_signed_in")


@pytest.mark.parametrize(("method", "path"), WRITES_OF_A_READER)
def test_a_reader_writes_nothing(people: People, workshop: Workshop, method: str, path: str) -> None:
    assert ask(signed_in(people.rut), method, path, people, workshop) == (403, "not_allowed")


def test_a_facilitator_prepares_meetings_but_manages_nobody(people: People, workshop: Workshop) -> None:
    ben = signed_in(people.ben)
    made = ben.post(f"/api/arenas/{people.arena.id}/workshops/", {"template": "ideas"}, format="json")
    assert made.status_code == 201
    invited = ben.post(
        f"/api/arenas/{people.arena.id}/members/", {"email": "x@example.se", "role": "reader"}, format="json"
    )
    assert invited.status_code == 403
    assert ben.patch(f"/api/arenas/{people.arena.id}/", {"name": "Bens"}, format="json").status_code == 403


def test_writing_from_another_site_is_refused(people: People, workshop: Workshop) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people.ana)
    answer = client.patch(f"/api/setup/{workshop.id}/", {"version": version(workshop), "title": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_an_unknown_address_under_the_api_answers_in_json(people: People) -> None:
    answer = signed_in(people.ana).get("/api/finns-inte/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_what_is_posted_to_an_unknown_address_is_not_told_of_a_page_that_is_too_old(db: None) -> None:
    answer = APIClient(enforce_csrf_checks=True).post("/api/workshops/428617/join", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_reader_sees_nobodys_address(people: People, workshop: Workshop) -> None:
    workshop.recipients = ["kund@example.org"]
    workshop.status = "closed"
    workshop.save()
    request_report(workshop=workshop, now=now())
    bring_reports_on()
    setup, reports = f"/api/setup/{workshop.id}/", f"/api/setup/{workshop.id}/reports/"
    leader, reader = signed_in(people.ben), signed_in(people.rut)
    assert leader.get(setup).json()["recipients"] == ["kund@example.org"]
    assert len(leader.get(reports).json()[0]["deliveries"]) == 2
    assert reader.get(setup).json()["recipients"] == []
    assert reader.get(reports).json()[0]["deliveries"] == []
