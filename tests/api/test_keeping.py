"""How long a meeting is kept, and deleting a closed one, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from ideahub.core.clock import now
from ideahub.retention.sweeping import keep_no_longer
from ideahub.workshops.models import Workshop
from ideahub.workshops.setup import duplicate_workshop
from tests.support.setup import People, make_workshop, signed_in, version


def url(workshop: Workshop, more: str = "") -> str:
    return f"/api/setup/{workshop.id}/{more}"


def keep(person: Any, workshop: Workshop, **fields: Any) -> Any:
    return signed_in(person).patch(url(workshop, "keeping/"), fields, format="json")


def closed(workshop: Workshop) -> Workshop:
    Workshop.objects.filter(pk=workshop.pk).update(status="closed", closed_at=now())
    return Workshop.objects.get(pk=workshop.pk)


def test_an_organizer_says_how_long_it_is_kept_and_the_text_follows(people: People, workshop: Workshop) -> None:
    before = version(workshop)
    answer = keep(people.ana, workshop, keep_months=12, mail_before_removal=False).json()
    assert (answer["keep_months"], answer["mail_before_removal"], answer["removed_on"]) == (12, False, None)
    assert answer["told"]["keep_months"] == 12
    # Whoever edits the plan meanwhile is in nobody's way.
    assert version(workshop) == before


def test_it_is_changed_after_the_close_too_and_says_the_day(people: People, workshop: Workshop) -> None:
    done = closed(workshop)
    answer = keep(people.ana, done, keep_months=6).json()
    days = (now() + timedelta(days=180)).isoformat()[:10], (now() + timedelta(days=185)).isoformat()[:10]
    assert days[0] <= answer["removed_on"][:10] <= days[1]
    assert keep(people.ana, done, keep_months=0).json()["removed_on"] is None


def test_the_case_number_is_changed_after_the_close_too(people: People, workshop: Workshop) -> None:
    done = closed(workshop)
    answer = signed_in(people.ana).patch(url(done, "case-number/"), {"case_number": "KS\t2026/0417"}, format="json")
    assert (answer.status_code, answer.json()["case_number"]) == (200, "KS 2026/0417")


@pytest.mark.parametrize("sent", [{}, {"case_number": None}, {"case_number": "x" * 61}, {"case_number": "KS\u0007"}])
def test_a_case_number_that_is_none_is_refused(people: People, workshop: Workshop, sent: dict[str, Any]) -> None:
    answer = signed_in(people.ana).patch(url(closed(workshop), "case-number/"), sent, format="json")
    assert (answer.status_code, answer.json()["field"]) == (400, "case_number")


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("rut", 403), ("cleo", 404)])
def test_only_an_organizer_says_the_case_number_then(people: People, workshop: Workshop, who: str, status: int) -> None:
    done = closed(workshop)
    path = url(done, "case-number/")
    assert signed_in(getattr(people, who)).patch(path, {"case_number": "KS 1"}, format="json").status_code == status
    assert Workshop.objects.get(pk=done.pk).case_number == ""


@pytest.mark.parametrize(
    "fields", [{"keep_months": -1}, {"keep_months": 601}, {"keep_months": "länge"}, {"mail_before_removal": 7}]
)
def test_nonsense_is_refused(people: People, workshop: Workshop, fields: dict[str, Any]) -> None:
    assert keep(people.ana, workshop, **fields).status_code == 400
    assert Workshop.objects.get(pk=workshop.pk).keep_months == 24


def ask(person: Any, workshop: Workshop, **fields: Any) -> Any:
    return signed_in(person).get(url(workshop, "keeping/"), fields)


def test_the_day_is_told_before_the_choice_is_made(people: People, workshop: Workshop) -> None:
    done = closed(workshop)
    Workshop.objects.filter(pk=done.pk).update(closed_at=now() - timedelta(days=400), mail_before_removal=False)
    told = ask(people.ana, done, keep_months=12).json()
    assert Workshop.objects.get(pk=done.pk).keep_months == 24
    assert timedelta(days=13, hours=23) < datetime.fromisoformat(told["removed_on"]) - now() < timedelta(days=14)
    # The mail takes its 30 days.
    mailed = ask(people.ana, done, keep_months=12, mail_before_removal="true").json()
    assert timedelta(days=29, hours=23) < datetime.fromisoformat(mailed["removed_on"]) - now() < timedelta(days=30)
    assert ask(people.ana, done, keep_months=0).json() == {"removed_on": None}


def test_a_meeting_that_is_not_over_has_no_day_yet(people: People, workshop: Workshop) -> None:
    assert ask(people.ana, workshop, keep_months=6).json() == {"removed_on": None}


def test_nobody_asks_who_may_not_choose_and_nonsense_is_refused(people: People, workshop: Workshop) -> None:
    answers = [ask(person, workshop, keep_months=6).status_code for person in (people.ben, people.rut, people.cleo)]
    assert answers == [403, 403, 404]
    assert [ask(people.ana, workshop, keep_months=wrong).status_code for wrong in (-1, 601, "länge")] == [400, 400, 400]


def test_others_do_not_change_it(people: People, workshop: Workshop) -> None:
    assert keep(people.ben, workshop, keep_months=12).status_code == 403
    assert keep(people.rut, workshop, keep_months=12).status_code == 403
    assert keep(people.cleo, workshop, keep_months=12).status_code == 404
    assert Workshop.objects.get(pk=workshop.pk).keep_months == 24


def test_a_new_meeting_is_kept_as_long_as_the_installation_says_and_a_copy_as_its_original(
    people: People, settings: Settings
) -> None:
    settings.KEEP_MONTHS = 36
    made = make_workshop(by=people.ana, arena=people.arena)
    assert made.keep_months == 36
    keep(people.ana, made, keep_months=60, mail_before_removal=False)
    copy = duplicate_workshop(by=people.ana, original=Workshop.objects.get(pk=made.pk), title="Igen")
    assert (copy.keep_months, copy.mail_before_removal) == (60, False)


def test_an_organizer_deletes_a_closed_meeting(people: People, workshop: Workshop) -> None:
    done = closed(workshop)
    assert signed_in(people.ana).delete(url(done)).status_code == 204
    assert signed_in(people.ana).get(url(done)).status_code == 404
    keep_no_longer()
    assert not Workshop.objects.exists()


def test_nobody_else_deletes_a_closed_meeting(people: People, workshop: Workshop) -> None:
    done = closed(workshop)
    answers = [signed_in(person).delete(url(done)).status_code for person in (people.ben, people.rut, people.cleo)]
    assert answers == [403, 403, 404]
    assert Workshop.objects.filter(removed_at=None).exists()


def test_an_open_meeting_is_not_deleted(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    assert signed_in(people.ana).delete(url(workshop)).status_code == 403
    assert Workshop.objects.filter(removed_at=None).exists()
