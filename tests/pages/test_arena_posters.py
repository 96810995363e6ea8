"""All posters of an arena in one print. Ana leads, a reader reads, Cleo leads another arena's meeting."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideahub.workshops.models import Workshop
from tests.support.room import Room, make_draft

SHEET = re.compile(r'<article class="sheet (\w+)"')
QR = re.compile(r'src="/qr/([\w-]+)\.svg"')


def address(room: Room, query: str = "") -> str:
    return f"/arenas/{room.workshop.arena_id}/posters/{query}"


def another(room: Room, title: str, *, days: int = 0, tables: int = 0) -> Workshop:
    made = make_draft(title=title)
    made.arena = room.workshop.arena
    made.starts_at = timezone.now() + timedelta(days=days)
    made.save()
    if tables:
        made.activities.create(kind="collect", title="Idéer", position=90, settings={"tables": tables})
    return made


def test_each_meeting_that_has_not_ended_is_one_page(ana: Client, room: Room) -> None:
    more = another(room, "Vätgas i vardagen")
    ended = another(room, "Slut")
    Workshop.objects.filter(pk=ended.pk).update(status="closed")
    make_draft(title="Cleos möte")
    html = ana.get(address(room)).content.decode()
    assert SHEET.findall(html) == ["po", "po"]
    assert set(QR.findall(html)) == {str(room.workshop.id), str(more.id)}
    for one in (room.workshop, more):
        assert one.title in html
        assert f"{one.code[:3]}\u00a0{one.code[3:]}" in html
    assert "Cleos" not in html


def test_the_posters_of_a_day_are_those_of_its_meetings_and_today_of_what_runs(ana: Client, room: Room) -> None:
    tomorrow = another(room, "I morgon", days=1)
    day = timezone.localdate(tomorrow.starts_at)
    assert QR.findall(ana.get(address(room, f"?day={day}")).content.decode()) == [str(tomorrow.id)]
    today = ana.get(address(room, f"?day={timezone.localdate()}")).content.decode()
    assert QR.findall(today) == [str(room.workshop.id)]
    assert room.workshop.status == "open"


def test_the_cards_for_the_tables_are_counted_and_come_along_when_asked_for(ana: Client, room: Room) -> None:
    another(room, "Bygga om", tables=5)
    html = ana.get(address(room)).content.decode()
    assert "Med 5 bordskort" in html
    assert SHEET.findall(html) == ["po", "po"]
    html = ana.get(address(room, "?cards=1")).content.decode()
    assert sorted(SHEET.findall(html)) == ["cards", "cards", "po", "po"]
    assert re.findall(r"<small>Bord</small> (\d)", html) == list("12345")


def test_without_meetings_there_is_nothing_to_print(ana: Client, room: Room) -> None:
    html = ana.get(address(room, "?day=2031-01-01")).content.decode()
    assert "Inga möten att skriva ut den här dagen." in html
    assert "data-print" not in html


@pytest.mark.parametrize("day", ["2026-02-31", "i dag", "%00"])
def test_a_day_that_is_none_counts_as_all_days(ana: Client, room: Room, day: str) -> None:
    assert SHEET.findall(ana.get(address(room, f"?day={day}")).content.decode()) == ["po"]


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("cleo", 404), ("stranger", 302)])
def test_nobody_else_prints_them(request: pytest.FixtureRequest, room: Room, who: str, status: int) -> None:
    client: Client = request.getfixturevalue(who)
    answer = client.get(address(room))
    assert answer.status_code == status
    assert room.workshop.title not in answer.content.decode()


def test_the_pages_are_printed_anew_each_time_and_stored_nowhere(ana: Client, room: Room) -> None:
    assert "no-store" in ana.get(address(room)).headers["Cache-Control"]
