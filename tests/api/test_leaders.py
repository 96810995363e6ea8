"""Who leads which meeting. Ana is responsible, Ben leads meetings, Rut reads, Cleo is elsewhere."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from ideahub.accounts.models import Membership, Role, User
from ideahub.mail.models import Message
from ideahub.workshops.leaders import MOST_LEADERS
from ideahub.workshops.models import Leader, Leaderless, Workshop
from tests.support.setup import People, make_workshop, signed_in

FIVE_PAST_ONE = datetime(2026, 6, 23, 11, 5, tzinfo=UTC)


def member(people: People, user: User) -> int:
    return Membership.objects.get(arena=people.arena, user=user).id


def change(client: APIClient, workshop: Workshop, who: int, *, leads: bool) -> Any:
    return client.patch(f"/api/setup/{workshop.id}/leaders/", {"member": who, "leads": leads}, format="json")


def choose(client: APIClient, workshop: Workshop, *members: int) -> None:
    """These lead it, and nobody else."""
    people = client.get(f"/api/setup/{workshop.id}/leaders/").json()["people"]
    for one in people:
        if one["leads"] != (one["member"] in members):
            assert change(client, workshop, one["member"], leads=one["member"] in members).status_code == 200


def leaders(people: People) -> list[list[str]]:
    body = signed_in(people.rut).get(f"/api/arenas/{people.arena.id}/live/").json()
    return [[one["name"] for one in row["meeting"]["leaders"]] for row in body["meetings"]]


def waits(people: People, user: User) -> list[tuple[str, str]]:
    body = signed_in(user).get("/api/overview/").json()
    return [(one["title"], one["name"]) for one in body["waiting"] if one["kind"] == "no_leader"]


def test_whoever_makes_or_copies_a_meeting_leads_it(people: People, workshop: Workshop) -> None:
    path = f"/api/arenas/{people.arena.id}/workshops/"
    assert signed_in(people.ben).post(path, {"copy_of": str(workshop.id)}, format="json").status_code == 201
    assert sorted(leaders(people)) == [["ana"], ["ben"]]


def test_all_who_may_lead_a_meeting_are_there_to_be_asked_and_no_reader(people: People, workshop: Workshop) -> None:
    body = signed_in(people.ben).get(f"/api/setup/{workshop.id}/leaders/").json()
    assert (body["arena"], body["may_invite"]) == (str(people.arena.id), False)
    assert [(one["name"], one["is_me"], one["leads"]) for one in body["people"]] == [
        ("ana", False, True),
        ("ben", True, False),
    ]
    assert signed_in(people.ana).get(f"/api/setup/{workshop.id}/leaders/").json()["may_invite"] is True


def test_somebody_who_is_asked_leads_and_is_told_once_by_mail(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(place="Scenen")
    ben, ana = member(people, people.ben), member(people, people.ana)
    answer = change(signed_in(people.ana), workshop, ben, leads=True)
    assert [one["leads"] for one in answer.json()["people"]] == [True, True]
    change(signed_in(people.ana), workshop, ana, leads=False)
    assert leaders(people) == [["ben"]]
    mail = Message.objects.get()
    assert (mail.recipient, mail.subject) == ("ben@example.se", "Du leder mötet: Omställning")
    assert "ana ber dig leda Omställning." in mail.text
    assert f"/meetings/{workshop.id}/" in mail.text
    assert "Scenen" in mail.text


def test_one_is_asked_or_let_go_and_who_else_leads_stays(people: People, workshop: Workshop) -> None:
    ana, ben, rut = (member(people, one) for one in (people.ana, people.ben, people.rut))
    by_ana = signed_in(people.ana)
    assert [one["leads"] for one in change(by_ana, workshop, ben, leads=True).json()["people"]] == [True, True]
    assert change(by_ana, workshop, ben, leads=True).status_code == 200
    assert [mail.recipient for mail in Message.objects.all()] == ["ben@example.se"]
    assert change(signed_in(people.ben), workshop, ana, leads=False).status_code == 200
    assert leaders(people) == [["ben"]]
    assert change(by_ana, workshop, rut, leads=True).status_code == 400
    assert change(signed_in(people.rut), workshop, ana, leads=True).status_code == 403
    assert leaders(people) == [["ben"]]


def test_who_takes_a_meeting_gets_no_mail(people: People, workshop: Workshop) -> None:
    choose(signed_in(people.ben), workshop, member(people, people.ben))
    assert leaders(people) == [["ben"]]
    assert Message.objects.count() == 0


def test_a_meeting_soon_or_on_without_a_leader_waits_for_those_who_prepare(people: People, workshop: Workshop) -> None:
    later, past = (make_workshop(by=people.ana, arena=people.arena, title=name) for name in ("Sedan", "Förr"))
    for one in (workshop, later, past):
        choose(signed_in(people.ana), one)
    now = timezone.now()
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=now + timedelta(days=1), place="Scenen")
    Workshop.objects.filter(pk=later.pk).update(starts_at=now + timedelta(days=30))
    Workshop.objects.filter(pk=past.pk).update(starts_at=now - timedelta(days=1), status="closed")
    assert waits(people, people.ana) == waits(people, people.ben) == [("Omställning", "Scenen")]
    assert waits(people, people.rut) == []
    Workshop.objects.filter(pk=later.pk).update(status="open", opened_at=now)
    assert ("Sedan", "Trädgården") in waits(people, people.ana)
    choose(signed_in(people.ben), workshop, member(people, people.ben))
    assert waits(people, people.ana) == [("Sedan", "Trädgården")]


@pytest.mark.parametrize("gone", ["reads", "left"])
def test_who_only_reads_now_or_has_left_leads_no_more(people: People, workshop: Workshop, gone: str) -> None:
    ben = member(people, people.ben)
    choose(signed_in(people.ana), workshop, ben)
    address = f"/api/arenas/{people.arena.id}/members/{ben}/"
    if gone == "reads":
        signed_in(people.ana).patch(address, {"role": "reader"}, format="json")
    else:
        signed_in(people.ana).delete(address)
    assert leaders(people) == [[]]


def since(people: People) -> list[str | None]:
    body = signed_in(people.ana).get("/api/overview/").json()
    return [one["since"] for one in body["waiting"] if one["kind"] == "no_leader"]


@pytest.mark.parametrize("gone", ["let go", "reads", "left"])
def test_since_when_a_meeting_has_no_leader_is_told(people: People, workshop: Workshop, gone: str) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    ana, ben = signed_in(people.ana), member(people, people.ben)
    choose(ana, workshop, ben)
    address = f"/api/arenas/{people.arena.id}/members/{ben}/"
    with time_machine.travel(FIVE_PAST_ONE, tick=False):
        if gone == "let go":
            choose(ana, workshop)
        elif gone == "reads":
            ana.patch(address, {"role": "reader"}, format="json")
        else:
            ana.delete(address)
    assert since(people) == ["2026-06-23T11:05:00.000Z"]
    # What changes for others later is no new beginning.
    ana.patch(
        f"/api/arenas/{people.arena.id}/members/{member(people, people.rut)}/", {"role": "organizer"}, format="json"
    )
    assert since(people) == ["2026-06-23T11:05:00.000Z"]
    choose(ana, workshop, member(people, people.ana))
    assert since(people) == []
    with time_machine.travel(FIVE_PAST_ONE + timedelta(hours=1), tick=False):
        choose(ana, workshop)
    assert since(people) == ["2026-06-23T12:05:00.000Z"]


def test_who_may_lead_again_leads_again(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    ana, ben = signed_in(people.ana), member(people, people.ben)
    choose(ana, workshop, ben)
    for role in ("reader", "facilitator"):
        ana.patch(f"/api/arenas/{people.arena.id}/members/{ben}/", {"role": role}, format="json")
    assert since(people) == []
    assert Leaderless.objects.count() == 0


def test_a_meeting_that_lost_its_leader_before_that_was_written_down_is_told_without(
    people: People, workshop: Workshop
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    Leader.objects.all().delete()
    assert since(people) == [None]
    # Not even once other people come and go: that is not when it lost its leader.
    ana = signed_in(people.ana)
    rut = f"/api/arenas/{people.arena.id}/members/{member(people, people.rut)}/"
    assert ana.patch(rut, {"role": "organizer"}, format="json").status_code == 200
    assert since(people) == [None]
    assert ana.delete(rut).status_code == 204
    assert since(people) == [None]
    assert change(ana, workshop, member(people, people.ben), leads=False).status_code == 200
    assert since(people) == [None]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["leaves", "asked"])
def test_the_last_leader_leaves_at_the_moment_another_is_asked(people: People, workshop: Workshop, first: str) -> None:
    ana, ben = member(people, people.ana), member(people, people.ben)
    by_ana, also_by_ana = signed_in(people.ana), signed_in(people.ana)
    choose(by_ana, workshop, ben)

    def leave(client: APIClient) -> int:
        return int(client.delete(f"/api/arenas/{people.arena.id}/members/{ben}/").status_code)

    def ask(client: APIClient) -> int:
        return int(change(client, workshop, ana, leads=True).status_code)

    def meanwhile() -> int:
        try:
            return (ask if first == "leaves" else leave)(also_by_ana)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            answers = [(leave if first == "leaves" else ask)(by_ana)]
            other = pool.submit(meanwhile)
            _until_it_waits_for_us(other)
        answers.append(other.result())
    assert sorted(answers) == [200, 204]
    assert leaders(people) == [["ana"]]
    assert Leaderless.objects.count() == 0


def _until_it_waits_for_us(other: "Future[int]") -> None:
    """In SQLite whoever writes waits for all who do, and nobody can see it."""
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        while connection.vendor == "postgresql" and not other.done():
            cursor.execute(waiting)
            if cursor.fetchone():
                return


@pytest.mark.parametrize(("who", "status"), [("rut", 403), ("cleo", 404)])
def test_a_reader_and_a_stranger_choose_nobody_and_see_nobody(
    people: People, workshop: Workshop, who: str, status: int
) -> None:
    client = signed_in(getattr(people, who))
    assert change(client, workshop, member(people, people.ben), leads=True).status_code == status
    assert client.get(f"/api/setup/{workshop.id}/leaders/").status_code == status
    assert leaders(people) == [["ana"]]


def test_neither_a_reader_nor_somebody_elsewhere_is_made_leader(people: People, workshop: Workshop) -> None:
    elsewhere = Membership.objects.get(arena=people.elsewhere).id
    for other in (member(people, people.rut), elsewhere, 0):
        answer = change(signed_in(people.ana), workshop, other, leads=True)
        assert (answer.status_code, answer.json()["field"]) == (400, "member")
    assert leaders(people) == [["ana"]]


def test_more_than_a_meeting_needs_are_not_taken(people: People, workshop: Workshop) -> None:
    ana = signed_in(people.ana)
    for number in range(MOST_LEADERS):
        user = User.objects.create_user(f"{number}@example.se", name=str(number))
        more = Membership.objects.create(user=user, arena=people.arena, role=Role.FACILITATOR)
        taken = change(ana, workshop, more.id, leads=True).status_code
        assert taken == (200 if number < MOST_LEADERS - 1 else 400)
    assert leaders(people) == [["ana", *(str(number) for number in range(MOST_LEADERS - 1))]]


def test_a_closed_meeting_keeps_who_led_it(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="closed")
    assert change(signed_in(people.ana), workshop, member(people, people.ana), leads=False).status_code == 410
    assert leaders(people) == [["ana"]]


def test_the_tables_a_meeting_is_planned_for_are_told(people: People, workshop: Workshop) -> None:
    step = workshop.activities.get(kind="collect")
    step.settings = {**step.settings, "tables": 8}
    step.save()
    (row,) = signed_in(people.ana).get(f"/api/arenas/{people.arena.id}/live/").json()["meetings"]
    assert row["meeting"]["tables"] == 8
