"""Arenas, meetings from templates, copies, and the person asking."""

import re
from typing import Any

import pytest

from ideahub.accounts.models import Membership, User
from ideahub.workshops.models import Arena, Workshop
from tests.support.setup import People, make_workshop, signed_in


def make(people: People, **body: Any) -> Any:
    return signed_in(people.ana).post(f"/api/arenas/{people.arena.id}/workshops/", body, format="json")


def test_whoever_makes_an_arena_is_responsible_for_it(people: People) -> None:
    made = signed_in(people.cleo).post("/api/arenas/", {"name": "Biblioteket", "date": "2026-06-23"}, format="json")
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["date"], body["role"], body["meetings"]) == ("Biblioteket", "2026-06-23", "organizer", 0)


def test_who_reads_or_leads_does_not_make_themselves_responsible(people: People) -> None:
    nobody = User.objects.create_user("nora@example.se")
    for user in (people.rut, people.ben, nobody):
        answer = signed_in(user).post("/api/arenas/", {"name": "Min egen"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert signed_in(user).get("/api/me/").json()["may_make_arenas"] is False
    assert not Arena.objects.filter(name="Min egen").exists()


def test_the_operator_and_whoever_is_first_here_make_arenas(people: People) -> None:
    operator = User.objects.create_superuser("drift@example.se")
    assert signed_in(operator).post("/api/arenas/", {"name": "Torget"}, format="json").status_code == 201
    Membership.objects.all().delete()
    assert signed_in(people.rut).post("/api/arenas/", {"name": "Den första"}, format="json").status_code == 201


def test_an_arena_without_a_name_is_refused(people: People) -> None:
    answer = signed_in(people.cleo).post("/api/arenas/", {"name": " "}, format="json")
    assert (answer.status_code, answer.json()["field"]) == (400, "name")


def test_an_arena_is_renamed_by_who_is_responsible(people: People) -> None:
    answer = signed_in(people.ana).patch(
        f"/api/arenas/{people.arena.id}/", {"name": "Parken", "date": None}, format="json"
    )
    assert (answer.status_code, answer.json()["name"]) == (200, "Parken")


@pytest.mark.parametrize("key", ["ideas", "retrospective", "five_steps", "open_forum", "blank"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_meeting_is_made_from_each_template(people: People, key: str, language: str) -> None:
    made = make(people, template=key, title="Ett möte", language=language)
    assert made.status_code == 201
    body = made.json()
    listed = signed_in(people.ana).get(f"/api/templates/?language={language}").json()
    template = next(one for one in listed if one["key"] == key)
    assert [one["title"] for one in body["columns"]] == template["columns"]
    assert [(one["kind"], one["minutes"]) for one in body["activities"]] == [
        (one["kind"], one["minutes"]) for one in template["steps"]
    ]
    assert body["minutes"] == template["minutes"]
    assert (body["status"], body["language"], body["missing"]) == ("draft", language, [])
    assert re.fullmatch(r"[1-9]\d{5}", body["code"])


def test_a_copy_has_the_questions_and_steps_but_is_its_own(people: People, workshop: Workshop) -> None:
    workshop.recipients = ["registrator@example.se"]
    workshop.save()
    made = make(people, copy_of=str(workshop.id), title="Omställning igen").json()
    assert made["recipients"] == ["registrator@example.se"]
    assert [one["title"] for one in made["columns"]] == ["Område 1", "Område 2", "Område 3"]
    assert len(made["activities"]) == 7
    assert {one["id"] for one in made["columns"]}.isdisjoint({str(one.id) for one in workshop.columns.all()})
    assert made["code"] != workshop.code


def test_a_copy_is_another_matter_with_a_case_number_to_come(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(case_number="KS 2026/0417", purpose="Fler ska med.")
    copy = make(people, copy_of=str(workshop.id)).json()
    assert (copy["purpose"], copy["case_number"]) == ("Fler ska med.", "")


def test_a_copy_asks_about_its_own_columns(people: People, workshop: Workshop) -> None:
    first = workshop.columns.get(position=0)
    collect = workshop.activities.get(kind="collect")
    collect.settings = {"columns": [str(first.id)]}
    collect.save()
    made = make(people, copy_of=str(workshop.id)).json()
    step = next(one for one in made["activities"] if one["kind"] == "collect")
    assert step["settings"]["columns"] == [made["columns"][0]["id"]]


def test_a_strangers_meeting_is_not_copied(people: People) -> None:
    theirs = make_workshop(by=people.cleo, arena=people.elsewhere)
    assert make(people, copy_of=str(theirs.id)).status_code == 404


@pytest.mark.parametrize("body", [{}, {"template": "lunch"}, {"template": "ideas", "copy_of": "x"}])
def test_a_meeting_needs_one_thing_to_start_from(people: People, body: dict[str, Any]) -> None:
    assert make(people, **body).status_code == 400


def test_people_change_their_own_name_and_language(people: People) -> None:
    ana = signed_in(people.ana)
    assert ana.patch("/api/me/", {"name": " Ana Alm ", "language": "en"}, format="json").json() == {
        "email": "ana@example.se",
        "name": "Ana Alm",
        "language": "en",
        "may_make_arenas": True,
    }
    assert ana.patch("/api/me/", {"language": "tlh"}, format="json").json()["field"] == "language"
