"""Changing a meeting's set-up over HTTP."""

from typing import Any

import pytest
from django.utils import timezone

from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.ideas.models import Idea
from ideahub.voting.models import Ballot
from ideahub.workshops.models import Activity, Participant, Workshop
from tests.support.setup import People, signed_in


def url(workshop: Workshop) -> str:
    return f"/api/setup/{workshop.id}/"


def change(people: People, workshop: Workshop, **fields: Any) -> Any:
    ana = signed_in(people.ana)
    version = ana.get(url(workshop)).json()["version"]
    return ana.patch(url(workshop), {"version": version, **fields}, format="json")


def columns_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: one[name] for name in ("id", "title", "shape")} for one in answer["columns"]]


def steps_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: one[name] for name in ("id", "kind", "title", "minutes", "settings")} for one in answer["activities"]
    ]


def current(people: People, workshop: Workshop) -> dict[str, Any]:
    return dict(signed_in(people.ana).get(url(workshop)).json())


def test_fields_are_changed_and_told_in_the_log(people: People, workshop: Workshop) -> None:
    answer = change(people, workshop, title="  Vätgas i hamnen ", place="Stora tältet", minutes=75)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["title"], body["place"], body["minutes"]) == ("Vätgas i hamnen", "Stora tältet", 75)
    event = Event.objects.get(stream_id=workshop.id)
    assert (event.type, event.payload["workshop"]["title"]) == ("workshop.changed", "Vätgas i hamnen")
    assert len(event.payload["columns"]) == 3
    assert len(event.payload["activities"]) == 7


def test_somebody_elses_change_in_between_is_a_conflict_that_writes_nothing(people: People, workshop: Workshop) -> None:
    ben = signed_in(people.ben)
    old = ben.get(url(workshop)).json()["version"]
    change(people, workshop, title="Anas namn")
    answer = ben.patch(url(workshop), {"version": old, "title": "Bens namn"}, format="json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert answer.json()["current"]["title"] == "Anas namn"
    assert current(people, workshop)["title"] == "Anas namn"


def test_columns_are_added_renamed_moved_and_removed_in_one_call(people: People, workshop: Workshop) -> None:
    first, second, _third = columns_of(current(people, workshop))
    added = {"id": str(new_id()), "title": "Övrigt", "shape": "bar"}
    answer = change(people, workshop, columns=[added, {**second, "title": "Stadsdelar"}, first])
    assert columns_of(answer.json()) == [added, {**second, "title": "Stadsdelar"}, first]


def asked_about(people: People, workshop: Workshop) -> list[str] | None:
    asked: list[str] | None = of_kind(steps_of(current(people, workshop)), "collect")["settings"]["columns"]
    return asked


def test_a_step_that_names_its_columns_asks_about_a_new_one_too(people: People, workshop: Workshop) -> None:
    first, second, third = columns_of(current(people, workshop))
    workshop.activities.filter(kind="collect").update(settings={"columns": [first["id"], second["id"]]})
    added = {"id": str(new_id()), "title": "Övrigt", "shape": "bar"}
    change(people, workshop, columns=[first, third, added])
    assert asked_about(people, workshop) == [first["id"], added["id"]]


def test_a_step_whose_columns_have_gone_asks_about_all_others(people: People, workshop: Workshop) -> None:
    first, second, _third = columns_of(current(people, workshop))
    workshop.activities.filter(kind="collect").update(settings={"columns": [first["id"]]})
    change(people, workshop, columns=[second])
    assert asked_about(people, workshop) is None


def test_steps_are_moved_and_their_settings_changed(people: People, workshop: Workshop) -> None:
    steps = steps_of(current(people, workshop))
    steps[1]["settings"]["review"] = True
    steps[0], steps[1] = steps[1], steps[0]
    body = change(people, workshop, activities=steps).json()
    assert [one["kind"] for one in body["activities"]][:2] == ["collect", "gather"]
    assert body["activities"][0]["settings"]["review"] is True


def test_a_column_with_ideas_stays(people: People, workshop: Workshop) -> None:
    column = workshop.columns.get(position=0)
    Idea.objects.create(workshop=workshop, number=1, column=column, text="Solceller", created_at=timezone.now())
    answer = change(people, workshop, columns=columns_of(current(people, workshop))[1:])
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["field"] == f"columns.{column.id}"
    assert workshop.columns.count() == 3


def test_a_step_that_has_been_held_stays(people: People, workshop: Workshop) -> None:
    workshop.activities.filter(kind="gather").update(started_at=timezone.now())
    answer = change(people, workshop, activities=steps_of(current(people, workshop))[1:])
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert workshop.activities.count() == 7


def test_the_number_of_votes_is_fixed_once_somebody_has_voted(people: People, workshop: Workshop) -> None:
    vote = Activity.objects.get(workshop=workshop, kind="vote")
    voter = Participant.objects.create(workshop=workshop, token_hash="x", joined_at=timezone.now())
    Ballot.objects.create(activity=vote, participant=voter, spent=1, budget=5)
    steps = steps_of(current(people, workshop))
    next(one for one in steps if one["kind"] == "vote")["settings"]["votes_per_person"] = 3
    answer = change(people, workshop, activities=steps)
    assert (answer.status_code, answer.json()["field"]) == (403, f"activities.{vote.id}")


def test_a_closed_meeting_does_not_change(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="closed")
    answer = change(people, workshop, title="För sent")
    assert (answer.status_code, answer.json()["code"]) == (410, "closed")
    # Its case number and how long it is kept can be.
    assert answer.json()["detail"].startswith("Mötet är avslutat. Det här går inte att ändra längre.")


def test_an_opened_meeting_keeps_a_name(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    answer = change(people, workshop, title="  ")
    assert (answer.status_code, answer.json()["field"]) == (400, "title")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "x" * 121}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"title": "a\u0000b"}, "title"),
        ({"case_number": "KS 2026/" + "4" * 60}, "case_number"),
        ({"case_number": "KS\u0007 2026"}, "case_number"),
        ({"case_number": "KS \u202e7140"}, "case_number"),
        ({"title": 7.5, "minutes": "tio"}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"language": "tlh"}, "language"),
        ({"starts_at": "i morgon"}, "starts_at"),
        ({"recipients": ["namn utan snabel-a"]}, "recipients"),
        ({"recipients": [f"{n}@example.se" for n in range(51)]}, "recipients"),
        ({"columns": [{"id": "1", "title": "x", "shape": "circle"}]}, "columns.0.id"),
        ({"columns": "alla"}, "columns"),
        ({"activities": [{"id": str(new_id()), "kind": "lunch", "title": "x", "minutes": 5}]}, "activities.0.kind"),
        ({"activities": [{"id": str(new_id()), "kind": "vote", "title": "x", "minutes": -5}]}, "activities.0.minutes"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field(
    people: People, workshop: Workshop, fields: dict[str, Any], field: str
) -> None:
    answer = change(people, workshop, **fields)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid", field)
    assert current(people, workshop)["title"] == "Omställning"


def test_a_setting_outside_its_limits_is_refused(people: People, workshop: Workshop) -> None:
    steps = steps_of(current(people, workshop))
    steps[1]["settings"]["max_chars"] = 501
    answer = change(people, workshop, activities=steps)
    assert (answer.status_code, answer.json()["field"]) == (400, f"activities.{steps[1]['id']}.max_chars")


def test_two_columns_do_not_share_a_shape(people: People, workshop: Workshop) -> None:
    columns = columns_of(current(people, workshop))
    columns[0]["shape"] = columns[1]["shape"]
    assert change(people, workshop, columns=columns).json()["field"] == "columns"


def test_another_meetings_column_cannot_be_taken_over(people: People, workshop: Workshop) -> None:
    from tests.support.setup import make_workshop

    theirs = make_workshop(by=people.cleo, arena=people.elsewhere).columns.get(position=0)
    taken = {"id": str(theirs.id), "title": "Min nu", "shape": "bar"}
    answer = change(people, workshop, columns=[taken])
    assert answer.status_code == 400
    theirs.refresh_from_db()
    assert theirs.title == "Område 1"


def test_recipients_are_lower_case_and_once_each(people: People, workshop: Workshop) -> None:
    body = change(people, workshop, recipients=["Registrator@Example.se", "registrator@example.se "]).json()
    assert body["recipients"] == ["registrator@example.se"]


def test_what_stands_in_one_line_has_no_line_break_however_it_was_written(people: People, workshop: Workshop) -> None:
    body = change(
        people, workshop, title="Cyklar\rtill alla", place="Torget\rSal 2", partners=["Norra\rbolaget"]
    ).json()
    assert (body["title"], body["place"], body["partners"]) == ("Cyklar till alla", "Torget Sal 2", ["Norra bolaget"])
    steps = steps_of(current(people, workshop))
    steps[0]["title"] = "Idéer\roch annat"
    assert change(people, workshop, activities=steps).json()["activities"][0]["title"] == "Idéer och annat"


def test_a_case_number_is_one_line_that_can_be_taken_away_again(people: People, workshop: Workshop) -> None:
    assert (
        change(people, workshop, case_number=" KS\t2026/0417 \r\n(del 2) ").json()["case_number"]
        == "KS 2026/0417 (del 2)"
    )
    assert current(people, workshop)["case_number"] == "KS 2026/0417 (del 2)"
    assert change(people, workshop, case_number="").json()["case_number"] == ""


def test_a_malformed_body_is_an_answer_not_a_fault(people: People, workshop: Workshop) -> None:
    answer = signed_in(people.ana).generic("PATCH", url(workshop), "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_draft_is_deleted_and_an_opened_meeting_is_not(people: People, workshop: Workshop) -> None:
    ana = signed_in(people.ana)
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    assert ana.delete(url(workshop)).status_code == 403
    Workshop.objects.filter(pk=workshop.pk).update(status="draft")
    assert ana.delete(url(workshop)).status_code == 204
    assert ana.get(url(workshop)).status_code == 404


def test_what_is_missing_is_told_with_its_part(people: People, workshop: Workshop) -> None:
    body = change(people, workshop, title="", minutes=30).json()
    assert [(one["code"], one["part"]) for one in body["missing"]] == [("title", "question"), ("too_long", "steps")]


def of_kind(steps: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(one for one in steps if one["kind"] == kind)


def somebody_joins(workshop: Workshop) -> None:
    Participant.objects.create(workshop=workshop, token_hash="x", joined_at=timezone.now())


NAMES_KEPT_OUT = "Deltagare har gått med och fått veta att idéer visas utan namn. Det går inte att slå av."


def test_names_may_be_chosen_until_somebody_has_joined(people: People, workshop: Workshop) -> None:
    steps = steps_of(current(people, workshop))
    of_kind(steps, "collect")["settings"]["anonymous"] = False
    assert change(people, workshop, activities=steps).status_code == 200
    somebody_joins(workshop)
    assert current(people, workshop)["joined"] is True
    of_kind(steps, "collect")["settings"]["anonymous"] = True
    assert change(people, workshop, activities=steps).status_code == 200


@pytest.mark.parametrize("kind", ["collect", "discuss"])
def test_ideas_get_no_names_once_somebody_has_joined(people: People, workshop: Workshop, kind: str) -> None:
    assert current(people, workshop)["joined"] is False
    somebody_joins(workshop)
    steps = steps_of(current(people, workshop))
    step = of_kind(steps, kind)
    step["settings"]["anonymous"] = False
    answer = change(people, workshop, activities=steps)
    assert (answer.status_code, answer.json()["field"]) == (403, f"activities.{step['id']}")
    assert answer.json()["detail"] == NAMES_KEPT_OUT
    assert of_kind(steps_of(current(people, workshop)), kind)["settings"]["anonymous"] is True


def test_no_step_with_names_comes_to_a_meeting_that_was_joined_without(people: People, workshop: Workshop) -> None:
    somebody_joins(workshop)
    steps = steps_of(current(people, workshop))
    named = {
        "id": str(new_id()),
        "kind": "collect",
        "title": "Med namn",
        "minutes": 5,
        "settings": {"anonymous": False},
    }
    assert change(people, workshop, activities=[*steps, named]).status_code == 403


def test_a_talk_that_had_names_before_anybody_joined_keeps_them(people: People, workshop: Workshop) -> None:
    steps = steps_of(current(people, workshop))
    of_kind(steps, "discuss")["settings"]["anonymous"] = False
    change(people, workshop, activities=steps)
    somebody_joins(workshop)
    of_kind(steps, "discuss")["minutes"] = 30
    assert change(people, workshop, activities=steps).status_code == 200


def test_a_meeting_that_was_joined_with_names_may_get_more_steps_with_names(people: People, workshop: Workshop) -> None:
    steps = steps_of(current(people, workshop))
    of_kind(steps, "collect")["settings"]["anonymous"] = False
    change(people, workshop, activities=steps)
    somebody_joins(workshop)
    named = {
        "id": str(new_id()),
        "kind": "collect",
        "title": "Med namn",
        "minutes": 5,
        "settings": {"anonymous": False},
    }
    quiet = {**named, "id": str(new_id()), "title": "Utan namn", "settings": {"anonymous": True}}
    steps = [*steps, named, quiet]
    assert change(people, workshop, activities=steps).status_code == 200
    quiet["settings"] = {"anonymous": False}
    assert change(people, workshop, activities=steps).status_code == 403
