"""What a running process tells Prometheus, and to whom."""

import re
from statistics import median
from uuid import UUID

import httpx
from django.conf import settings

from ideahub.core.ids import new_id
from ideahub.eventlog import link
from ideahub.workshops.models import Workshop
from tests.support.room import Room
from tests.support.server import Server

CSRF = "a" * 32


def numbers(service: Server) -> dict[str, float]:
    text = httpx.get(f"{service.url}/metrics").raise_for_status().text
    return {name: float(value) for name, value in re.findall(r"^(\S+) (\S+)$", text, re.MULTILINE) if name != "#"}


def test_commands_connections_and_times_are_counted(service: Server, room: Room) -> None:
    before = numbers(service)
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    assert ben.ask("idea.capture", idea=UUID(int=7), column=room.columns[0].id, text="Sol")["ok"]
    assert not ben.ask("idea.capture", idea=UUID(int=8), column=room.columns[0].id, text="")["ok"]
    ben.ask("made.up.by.a.client")
    eva.next("events")
    after = numbers(service)

    def more(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    assert more('ideahub_commands_total{name="idea.capture",outcome="ok"}') == 1
    assert more('ideahub_commands_total{name="idea.capture",outcome="invalid"}') == 1
    assert more('ideahub_commands_total{name="unknown",outcome="invalid"}') == 1
    assert more('ideahub_ack_seconds_count{way="socket"}') == 3
    assert more("ideahub_batch_commands_count") == 3
    assert more('ideahub_event_frames_total{audience="participant"}') == 2
    assert more('ideahub_screen_seconds_count{audience="participant"}') >= 1
    assert after['ideahub_connections{audience="participant"}'] >= 2
    assert after["ideahub_hub_lag_events"] == 0
    assert after['ideahub_part_up{part="database"}'] == 1
    assert after["ideahub_writer_oldest_seconds"] == 0
    assert {"ideahub_mail_oldest_seconds", "ideahub_report_oldest_seconds", "ideahub_jobs_waiting"} <= after.keys()


def test_the_time_to_the_ack_begins_when_the_frame_arrives(service: Server, room: Room) -> None:
    """Also what it waits before it is queued: here for a Redis that holds back the answer about its sender's pace."""
    ben = service.line(room, room.ben)

    def ack_s() -> float:
        before = numbers(service)['ideahub_ack_seconds_sum{way="socket"}']
        link.shared().execute_command("CLIENT", "PAUSE", "120", "ALL")
        ben.ask("made.up.by.a.client")
        return numbers(service)['ideahub_ack_seconds_sum{way="socket"}'] - before

    took = [round(ack_s(), 3) for _try in range(9)]
    assert median(took) > 0.06, took


def test_so_it_does_for_commands_over_http(service: Server, room: Room) -> None:
    """Those come from the worst networks, by the API or by a page without scripts."""
    ben = service.http(room, room.ben)
    ben.headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={CSRF}"
    calls = {
        "api": lambda: ben.post(
            f"/api/workshops/{room.workshop.code}/commands/", headers={"X-CSRFToken": CSRF},
            json={"commands": [{"id": str(new_id()), "name": "made.up.by.a.client", "args": {}}]},
        ),
        "plain": lambda: ben.post(
            f"/plain/{room.workshop.code}/",
            data={"csrfmiddlewaretoken": CSRF, "do": "idea", "text": "", "column": str(room.columns[0].id)},
        ),
    }  # fmt: skip

    def ack_s(way: str) -> float:
        before = numbers(service)
        link.shared().execute_command("CLIENT", "PAUSE", "120", "ALL")
        assert calls[way]().status_code < 500
        after = numbers(service)
        count, seconds = (
            after[f'ideahub_ack_seconds_{part}{{way="{way}"}}'] - before[f'ideahub_ack_seconds_{part}{{way="{way}"}}']
            for part in ("count", "sum")
        )
        assert count == 1, way
        return seconds

    for way in calls:
        took = [round(ack_s(way), 3) for _try in range(9)]
        assert median(took) > 0.06, (way, took)


def test_nothing_that_people_wrote_is_in_the_numbers(service: Server, room: Room) -> None:
    service.line(room, room.ben).ask("idea.capture", idea=UUID(int=9), column=room.columns[0].id, text="Hemligheten")
    text = httpx.get(f"{service.url}/metrics").text
    assert "Hemligheten" not in text
    assert str(room.workshop.id) not in text
    assert room.workshop.code not in text


def test_who_comes_through_a_proxy_learns_nothing(service: Server) -> None:
    assert httpx.get(f"{service.url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_a_workshop_that_is_deleted_lets_its_phones_go(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    Workshop.objects.filter(pk=room.workshop.pk).delete()
    assert ben.closed(20) == 4404
