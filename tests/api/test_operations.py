"""The figures of the operations page, and rehearsals by the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ideahub.accounts.models import Role
from ideahub.core.clock import now
from ideahub.live.presence import count_everywhere
from ideahub.mail.models import Message
from ideahub.operations import samples
from ideahub.operations.live_figures import take_sample
from ideahub.operations.models import Rehearsal
from tests.support.room import Room, make_user, open_room

pytestmark = pytest.mark.django_db


def client(room: Room, role: Role = Role.ORGANIZER) -> Client:
    made = Client()
    made.force_login(make_user(room.workshop, name="maja", role=role))
    return made


def ask(room: Room, **more: Any) -> dict[str, Any]:
    answer = client(room).get("/api/operations/")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_each_meeting_tells_its_phones_its_pace_and_its_lag(room: Room) -> None:
    room.capture(room.ben)
    room.capture(room.eva)
    count_everywhere(room.workshop.id, 2, 140)

    (meeting,) = ask(room)["meetings"]

    assert (meeting["phones"], meeting["ideas_a_minute"], meeting["lag_ms"], meeting["state"]) == (2, 2, 140, "good")


def test_a_meeting_that_lags_more_than_a_second_is_told_slow(room: Room) -> None:
    count_everywhere(room.workshop.id, 2, 1400)
    assert ask(room)["meetings"][0]["state"] == "slow"


def test_meetings_of_others_are_counted_and_not_named(room: Room) -> None:
    other = open_room()
    count_everywhere(other.workshop.id, 31, 90)
    count_everywhere(room.workshop.id, 2, 140)

    told = ask(room)

    assert [one["id"] for one in told["meetings"]] == [str(room.workshop.id)]
    assert (told["phones"], told["running"], told["lag_ms"]) == (33, 2, 140)


def test_mail_that_waits_is_told_with_its_age(room: Room) -> None:
    Message.objects.create(
        key="k", message_id="<k@x>", recipient="a@example.se", subject="s", text="t",
        due_at=now() - timedelta(seconds=40), created_at=now() - timedelta(seconds=40),
    )  # fmt: skip
    mail = ask(room)["mail"]
    assert mail["waiting"] == 1
    assert 40 <= mail["oldest_s"] < 60


def test_the_last_half_hour_is_told_in_samples_and_with_who_left(room: Room) -> None:
    samples.client().delete(samples.KEY)
    count_everywhere(room.workshop.id, 9, 100)
    take_sample(now())
    count_everywhere(room.workshop.id, 7, 100)

    told = ask(room)

    assert [one["phones"] for one in told["history"]] == [9]
    assert told["gone"] == 2
    assert told["worst_today_ms"] >= 100


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.READER])
def test_only_organizers_see_how_the_service_stands(room: Room, role: Role) -> None:
    assert client(room, role).get("/api/operations/").status_code == 403


def test_a_rehearsal_is_asked_for_followed_and_stopped(room: Room) -> None:
    maja = client(room)
    path = f"/api/setup/{room.workshop.id}/rehearsals/"

    asked = maja.post(path, {"phones": 60}, content_type="application/json")
    assert asked.status_code == 201, asked.content
    again = maja.post(path, {"phones": 60}, content_type="application/json")
    stopped = maja.delete(f"/api/rehearsals/{asked.json()['id']}/")

    assert (again.status_code, again.json()["code"]) == (409, "not_open")
    assert stopped.status_code == 200
    assert maja.get(path).json()[0]["state"] == "due"
    assert Rehearsal.objects.get().stop_asked


def test_a_rehearsal_of_somebody_elses_meeting_does_not_exist(room: Room) -> None:
    other = open_room()
    maja = client(room)
    path = f"/api/setup/{other.workshop.id}/rehearsals/"
    theirs = client(other).post(path, {"phones": 60}, content_type="application/json").json()["id"]

    assert maja.post(path, {"phones": 60}, content_type="application/json").status_code == 404
    assert maja.get(f"/api/rehearsals/{theirs}/").status_code == 404


@pytest.mark.parametrize("phones", [0, 9, 601, "many", None])
def test_a_number_that_makes_no_sense_is_refused(room: Room, phones: object) -> None:
    answer = client(room).post(
        f"/api/setup/{room.workshop.id}/rehearsals/", {"phones": phones}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["field"]) == (400, "phones")
