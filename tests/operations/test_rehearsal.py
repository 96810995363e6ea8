"""Rehearsals: who may, when not, what they leave behind."""

import asyncio
import threading
from datetime import timedelta

import pytest
import redis
from django.test import override_settings

from ideahub.accounts.models import Role
from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.demo.simulation.client import Client, Json
from ideahub.edge import presence
from ideahub.ideas.models import Idea
from ideahub.live.presence import count_everywhere
from ideahub.operations import domain
from ideahub.operations.models import Rehearsal
from ideahub.operations.rehearsing import rehearse_due
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.queries import workshops_seen_by
from ideahub.workshops.readiness import what_is_missing
from tests.support.room import make_draft, make_user, open_room
from tests.support.server import Server

PHONES = 12


def ask(workshop: Workshop, role: Role = Role.ORGANIZER) -> Rehearsal:
    by = make_user(workshop, name="maja", role=role)
    return domain.request_rehearsal(by=by, workshop=workshop, phones=PHONES, now=now())


def nobody_there() -> redis.Redis:
    """A Redis that is away."""
    return redis.Redis(connection_pool=redis.ConnectionPool(host="127.0.0.1", port=9))


def refusal(workshop: Workshop, **more: Role) -> str:
    with pytest.raises(DomainError) as refused:
        ask(workshop, **more)
    return refused.value.code


@pytest.mark.django_db
def test_only_an_organizer_may_rehearse() -> None:
    assert refusal(make_draft(), role=Role.FACILITATOR) == "not_allowed"


@pytest.mark.django_db
def test_one_rehearsal_at_a_time_whoever_asks() -> None:
    ask(make_draft())
    assert refusal(make_draft()) == "not_open"


@pytest.mark.django_db
def test_a_rehearsal_waits_a_minute_after_the_last() -> None:
    first = ask(workshop := make_draft())
    domain.end_rehearsal(first.pk, figures=None, problem="asked", now=now() - timedelta(seconds=30))
    assert refusal(workshop) == "not_open"
    Rehearsal.objects.update(ended_at=now() - timedelta(seconds=61))
    assert ask(workshop).is_on


@pytest.mark.django_db
def test_nobody_rehearses_while_people_are_in_a_meeting() -> None:
    room = open_room()
    count_everywhere(room.workshop.id, 3)
    assert refusal(make_draft()) == "not_open"


@pytest.mark.django_db
def test_nobody_rehearses_while_nobody_can_tell_whether_people_are_in_a_meeting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_room()
    with monkeypatch.context() as away:
        away.setattr(presence, "client", nobody_there)
        assert refusal(workshop := make_draft()) == "not_open"
    assert ask(workshop).is_on


@pytest.mark.django_db
def test_a_rehearsal_whose_worker_died_is_ended_and_its_copy_removed() -> None:
    ask(make_draft())
    running = domain.claim_rehearsal(now() - timedelta(minutes=2))
    assert running is not None
    copy = domain.make_copy(running)

    assert domain.end_abandoned(now()) == 1

    running.refresh_from_db()
    assert (running.state, running.problem) == ("failed", "worker_died")
    assert not Workshop.objects.filter(pk=copy.pk).exists()


@pytest.mark.django_db
def test_a_draft_is_rehearsed_before_everything_in_it_has_its_name_and_its_length() -> None:
    workshop = make_draft()
    workshop.settings = {**workshop.settings, "minutes": 1}
    workshop.save()
    workshop.columns.update(title="")
    workshop.activities.update(title="")
    copy = domain.make_copy(ask(workshop))
    assert what_is_missing(copy, copy.columns.all(), copy.activities.all()) == []


@pytest.mark.django_db
def test_a_copy_stands_in_nobodys_list_and_mails_nobody() -> None:
    workshop = make_draft()
    workshop.recipients = ["kansli@example.se"]
    workshop.save()
    rehearsal = ask(workshop)

    copy = domain.make_copy(rehearsal)

    assert copy.recipients == []
    assert rehearsal.asked_by is not None
    assert list(workshops_seen_by(rehearsal.asked_by.id)) == [workshop]


@pytest.fixture
def server(server: Server) -> Server:
    """In its database nobody has rehearsed yet."""
    Rehearsal.objects.all().delete()
    return server


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen phones need no half minute."""
    for name, seconds in (("WRITING_S", 0.5), ("VOTING_S", 0.5), ("JOIN_WITHIN_S", 2.0)):
        monkeypatch.setattr(f"ideahub.operations.phones.{name}", seconds)


@pytest.mark.usefixtures("in_a_hurry")
def test_synthetic_phones_play_in_a_copy_and_leave_nothing_behind(server: Server) -> None:
    room = open_room()
    before = (room.seq, Idea.objects.count(), Participant.objects.count())
    ask(room.workshop)

    with override_settings(PUBLIC_URL=server.url, REHEARSAL_URL=by_another_name(server)):
        assert rehearse_due() == 1

    row = Rehearsal.objects.get()
    assert (row.state, row.problem) == ("done", ""), row.figures
    assert row.figures["joined"] == PHONES
    assert row.figures["ideas_arrived"] == row.figures["ideas_sent"] == PHONES * 3
    assert row.figures["votes"] == PHONES * 3
    assert row.figures["votes_agree"]
    assert [stage["phones"] for stage in row.figures["stages"]] == [3, 6, 9, 12, 12]
    assert (row.figures["unanswered"], row.figures["unlike"]) == (0, 0)
    assert row.figures["colour"] == "green"
    assert row.figures["busy"] > 0
    assert (room.seq, Idea.objects.count(), Participant.objects.count()) == before
    assert not Workshop.objects.filter(is_rehearsal=True).exists()


@pytest.mark.any_database
@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize(("looks", "outcome"), [(1, ("done", "")), (2, ("stopped", "unknown"))])
def test_two_looks_in_a_row_that_tell_nothing_stop_it(
    looks: int, outcome: tuple[str, str], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(open_room().workshop)
    real, failing = presence.client, iter(range(looks))
    monkeypatch.setattr(presence, "client", lambda: real() if next(failing, None) is None else nobody_there())

    with override_settings(PUBLIC_URL=server.url, REHEARSAL_URL=server.url):
        rehearse_due()

    row = Rehearsal.objects.get()
    assert (row.state, row.problem) == outcome
    assert not Workshop.objects.filter(is_rehearsal=True).exists()


@pytest.mark.any_database
@pytest.mark.usefixtures("in_a_hurry")
def test_phones_that_hear_nothing_make_it_red(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(open_room().workshop)
    monkeypatch.setattr("ideahub.operations.phones.SETTLE_S", 1.0)
    monkeypatch.setattr("ideahub.demo.simulation.client.Client._hear_events", lambda *_: None)
    monkeypatch.setattr("ideahub.operations.verdict.MOST_BUSY", 100)
    monkeypatch.setattr("ideahub.operations.verdict.MOST_LATE_S", 100)

    with override_settings(PUBLIC_URL=server.url, REHEARSAL_URL=server.url):
        rehearse_due()

    assert Rehearsal.objects.get().figures["colour"] == "red"


@pytest.mark.any_database
@pytest.mark.usefixtures("in_a_hurry")
def test_phones_that_keep_their_own_process_busy_leave_it_unsure(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(open_room().workshop)
    hear, pause, turns = Client._hear, threading.Event(), iter(range(15))

    def be_busy() -> None:
        """Holds the loop again and again, for more than a whole stretch that is measured."""
        if next(turns, None) is not None:
            pause.wait(0.4)
            asyncio.get_running_loop().call_later(0.01, be_busy)

    def hear_slowly(phone: Client, frame: Json) -> None:
        if not busy:
            busy.append(True)
            be_busy()
        hear(phone, frame)

    busy: list[bool] = []

    monkeypatch.setattr("ideahub.operations.verdict.PROMPT_S", 0.0)
    monkeypatch.setattr(Client, "_hear", hear_slowly)

    with override_settings(PUBLIC_URL=server.url, REHEARSAL_URL=server.url):
        rehearse_due()

    figures = Rehearsal.objects.get().figures
    assert (figures["colour"], figures["late_s"] > 0.25) == ("unsure", True)


def by_another_name(server: Server) -> str:
    """As a worker on another host asks: by a name that the service is not known by."""
    return server.url.replace("127.0.0.1", "localhost")


def test_a_rehearsal_that_is_asked_to_stop_stops(server: Server) -> None:
    rehearsal = ask(open_room().workshop)
    assert rehearsal.asked_by is not None
    domain.ask_to_stop(by=rehearsal.asked_by, rehearsal=rehearsal)
    claimed = domain.claim_rehearsal(now())
    assert claimed is not None
    assert domain.keep_on(claimed.pk, progress={"joined": 1}, now=now()) == "asked"


def test_a_service_that_cannot_be_reached_is_told(server: Server) -> None:
    ask(open_room().workshop)

    with override_settings(REHEARSAL_URL="http://127.0.0.1:9"):
        rehearse_due()

    row = Rehearsal.objects.get()
    assert (row.state, row.problem) == ("failed", "unreachable")
    assert not Workshop.objects.filter(is_rehearsal=True).exists()
