"""The day's screen of an arena: who makes one, and what it tells. Cleo has an arena of her own, with something to leak."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from ideahub.retention.tasks import sweep
from ideahub.workshops.day_screens import MOST_SCREENS, find_day_screen, make_day_screen
from ideahub.workshops.models import DayScreen, Workshop
from tests.support.setup import People, make_workshop, signed_in

NOON = datetime(2026, 6, 23, 10, 30, tzinfo=UTC)
DAY = NOON.date()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon(db: None) -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def path(people: People) -> str:
    return f"/api/arenas/{people.arena.id}/screens/"


def look(people: People, token: str) -> Any:
    headers = {"authorization": f"Bearer {token}"}
    return Client().get(f"/arenas/{people.arena.id}/screen/now/", headers=headers)


def shown(people: People) -> list[tuple[str, str, str]]:
    """Place, what runs with its code, what comes."""
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    return [
        (
            spot["place"],
            f"{spot['now']['title']} {spot['now']['code']}" if spot["now"] else "",
            spot["next"]["title"] if spot["next"] else "",
        )
        for spot in look(people, token).json()["spots"]
    ]


def plan(people: People, title: str, place: str = "Scenen", after: timedelta = HOUR, **fields: Any) -> Workshop:
    made = make_workshop(by=people.ana, arena=people.arena, title=title)
    Workshop.objects.filter(pk=made.pk).update(place=place, starts_at=NOON + after, **fields)
    made.refresh_from_db()
    return made


def test_a_screen_is_made_with_a_token_that_is_known_by_its_hash_only(people: People, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://ideahub.example"
    for user in (people.ana, people.ben):
        answer = signed_in(user).post(path(people), {"day": str(DAY)}, format="json")
        assert answer.status_code == 201
        address, token = answer.json()["url"].split("#")
        assert address == f"https://ideahub.example/arenas/{people.arena.id}/screen/"
        assert str(find_day_screen(token).id) == answer.json()["id"]  # type: ignore[union-attr]
        assert token not in str(DayScreen.objects.values().last())


@pytest.mark.parametrize(("who", "status"), [("rut", 403), ("cleo", 404)])
def test_a_reader_and_a_stranger_neither_make_nor_end_one(people: People, who: str, status: int) -> None:
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    client = signed_in(getattr(people, who))
    assert client.post(path(people), {"day": str(DAY)}, format="json").status_code == status
    assert client.delete(path(people)).status_code == status
    assert look(people, token).status_code == 200
    assert DayScreen.objects.count() == 1


def test_who_is_not_signed_in_makes_none(people: People) -> None:
    assert Client().post(path(people), {"day": str(DAY)}).status_code == 401


@pytest.mark.parametrize("day", ["2026-06-22", "2027-06-23", "i dag", ""])
def test_a_screen_is_of_today_or_of_a_day_soon(people: People, day: str) -> None:
    assert signed_in(people.ana).post(path(people), {"day": day}, format="json").status_code == 400
    assert DayScreen.objects.count() == 0


def test_it_tells_what_runs_and_what_comes_in_each_place(people: People) -> None:
    running = plan(people, "Bygga om", "Trädgården", -HOUR, status="open")
    plan(people, "Jobb nära", "Trädgården", 2 * HOUR)
    plan(people, "Kväll", "trädgården ", 5 * HOUR)
    plan(people, "Vätgas", "Hamnen")
    assert shown(people) == [("Hamnen", "", "Vätgas"), ("Trädgården", f"Bygga om {running.code}", "Jobb nära")]


def test_two_that_run_in_the_same_place_are_both_told(people: People) -> None:
    one, two = (plan(people, title, "Scenen", -HOUR, status="open") for title in ("Ett", "Två"))
    plan(people, "Sen", "Scenen")
    assert shown(people) == [("Scenen", f"Ett {one.code}", "Sen"), ("Scenen", f"Två {two.code}", "")]


def test_only_what_is_of_the_day_and_of_the_arena_is_told(people: People) -> None:
    plan(people, "I går", after=-24 * HOUR)
    plan(people, "I morgon", after=24 * HOUR)
    plan(people, "Slut", after=-HOUR, status="closed")
    plan(people, "Övning", is_rehearsal=True)
    plan(people, "", after=HOUR)
    plan(people, "Blev aldrig av", after=-3 * HOUR)
    theirs = make_workshop(by=people.cleo, arena=people.elsewhere, title="Cleos")
    Workshop.objects.filter(pk=theirs.pk).update(status="open", starts_at=NOON)
    assert shown(people) == []


def test_what_runs_today_is_told_even_when_it_was_planned_for_another_day(people: People) -> None:
    late = plan(people, "Försenat", after=-48 * HOUR, status="open", opened_at=NOON - HOUR)
    assert shown(people) == [("Scenen", f"Försenat {late.code}", "")]
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY + timedelta(days=1))
    assert look(people, token).json()["spots"] == []


def test_of_a_meeting_it_tells_title_times_and_the_code_once_people_may_join(people: People) -> None:
    opened = plan(people, "Öppet", "A", -HOUR, status="open", purpose="Hemligt")
    plan(people, "Låst", "B", -HOUR, status="open", locked=True)
    coming = plan(people, "Kommer", "C")
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    answer = look(people, token)
    assert "no-store" in answer.headers["Cache-Control"]
    body = answer.json()
    assert set(body) == {"arena", "language", "day", "host", "server_time", "spots"}
    first, locked, later = body["spots"]
    assert first["now"] == {
        "id": str(opened.id),
        "title": "Öppet",
        "starts_at": "2026-06-23T09:30:00Z",
        "ends_at": "2026-06-23T10:30:00Z",
        "code": opened.code,
    }
    assert (locked["now"]["code"], later["next"]["code"]) == (None, None)
    for hidden in ("Hemligt", "ana", coming.code, opened.qr_token):
        assert hidden not in answer.content.decode()


def test_it_gets_the_qr_code_of_open_meetings_of_its_arena_and_of_no_other(people: People) -> None:
    opened = plan(people, "Öppet", "A", -HOUR, status="open")
    locked = plan(people, "Låst", "B", -HOUR, status="open", locked=True)
    coming = plan(people, "Kommer", "C")
    theirs = make_workshop(by=people.cleo, arena=people.elsewhere, title="Cleos")
    Workshop.objects.filter(pk=theirs.pk).update(status="open", starts_at=NOON)
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    headers = {"authorization": f"Bearer {token}"}
    got = [Client().get(f"/qr/{one.id}.svg", headers=headers).status_code for one in (opened, locked, coming, theirs)]
    assert got == [200, 404, 404, 404]


def test_it_works_until_the_evening_is_over(people: People, at_noon: Any) -> None:
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    for after, status in ((14 * HOUR, 200), (16 * HOUR, 404)):
        at_noon.move_to(NOON + after)
        assert look(people, token).status_code == status


def test_all_screens_of_the_arena_are_ended_at_once(people: People) -> None:
    tokens = [make_day_screen(by=people.ana, arena=people.arena, day=DAY)[1] for _ in range(2)]
    _theirs, elsewhere = make_day_screen(by=people.cleo, arena=people.elsewhere, day=DAY)
    assert signed_in(people.ben).delete(path(people)).status_code == 204
    assert [look(people, one).status_code for one in tokens] == [404, 404]
    assert find_day_screen(elsewhere)


def test_of_too_many_the_oldest_end(people: People) -> None:
    tokens = [make_day_screen(by=people.ana, arena=people.arena, day=DAY)[1] for _ in range(MOST_SCREENS + 1)]
    assert [look(people, tokens[0]).status_code, look(people, tokens[1]).status_code] == [404, 200]


def test_without_its_token_nobody_is_told_anything(people: People) -> None:
    plan(people, "Bygga om", after=-HOUR, status="open")
    _theirs, foreign = make_day_screen(by=people.cleo, arena=people.elsewhere, day=DAY)
    assert {look(people, token).status_code for token in ("", "x", foreign)} == {404}
    signed = Client()
    signed.force_login(people.ana)
    assert signed.get(f"/arenas/{people.arena.id}/screen/now/").status_code == 404
    page = Client().get(f"/arenas/{people.arena.id}/screen/")
    assert "Bygga om" not in page.content.decode()


def test_the_screen_asks_the_database_as_often_for_three_as_for_one(
    people: People, django_assert_max_num_queries: Any
) -> None:
    _screen, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    for title in ("Ett", "Två", "Tre"):
        plan(people, title, title)
        with django_assert_max_num_queries(3):
            look(people, token)


def test_what_shows_nothing_any_more_is_forgotten_by_the_sweep(people: People, at_noon: Any) -> None:
    _ended, dark = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    signed_in(people.ana).delete(path(people))
    _today, token = make_day_screen(by=people.ana, arena=people.arena, day=DAY)
    sweep()
    assert DayScreen.objects.count() == 1
    assert (look(people, token).status_code, look(people, dark).status_code) == (200, 404)
    # An evening may become long.
    at_noon.move_to(NOON + timedelta(hours=14))
    sweep()
    assert look(people, token).status_code == 200
    at_noon.move_to(NOON + timedelta(hours=18))
    sweep()
    assert DayScreen.objects.count() == 0
