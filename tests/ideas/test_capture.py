"""Taking an idea in: its text, its number, when, how many, by whom."""

from datetime import timedelta

import pytest
import time_machine

from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.protocol.frames import Result
from ideahub.workshops.models import Activity
from tests.support.room import Room, command, make_draft


def write(room: Room, text: str, **args: object) -> Result:
    return room.ask(room.ben, "idea.capture", idea=new_id(), **{"column": room.columns[0].id, "text": text, **args})


def test_an_idea_gets_the_next_number_and_is_shown(room: Room) -> None:
    first, second = write(room, "Solceller"), write(room, "Vätgas")
    assert (first.ok, first.number, first.status) == (True, 1, "shown")
    assert second.number == 2
    assert room.told(after=(first.seq or 0) - 1) == ["idea.captured", "idea.captured"]


def test_a_number_is_never_used_twice(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ben, "idea.withdraw", idea=idea)
    assert write(room, "En till").number == 2


def test_a_refused_idea_spends_no_number(room: Room) -> None:
    assert write(room, "").code == "invalid"
    assert write(room, "Första").number == 1


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\u200b\u2060\u00ad"])
def test_an_empty_idea_is_refused(room: Room, text: str) -> None:
    assert (write(room, text).code, write(room, text).field) == ("invalid", "text")


def test_an_idea_has_1_to_280_characters_unless_the_step_says_otherwise(room: Room) -> None:
    assert write(room, "å" * 280).ok
    assert write(room, "å" * 281).code == "invalid"
    room.set_up("collect", max_chars=500)
    assert write(room, "å" * 500).ok
    assert write(room, "å" * 501).code == "invalid"


def test_characters_are_counted_after_nfc_and_trimming(room: Room) -> None:
    assert write(room, "  " + "a\u030a" * 280 + "\n ").ok
    idea = room.capture(room.ben, " cafe\u0301 ")
    assert room.idea(idea).text == "café"


def test_emoji_of_several_code_points_are_counted_by_code_point(room: Room) -> None:
    family = "👨‍👩‍👧"
    assert write(room, family * 56).ok
    assert write(room, family * 57).code == "invalid"


@pytest.mark.parametrize(
    "bad", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800"]
)
def test_characters_that_cannot_be_shown_are_refused(room: Room, bad: str) -> None:
    result = write(room, f"Sol{bad}celler")
    assert (result.ok, result.code, result.field) == (False, "invalid", "text")


def test_line_breaks_and_tabs_are_text(room: Room) -> None:
    idea = room.capture(room.ben, "Rad ett\r\nrad två\ttabb")
    assert room.idea(idea).text == "Rad ett\nrad två\ttabb"


def test_an_unknown_column_is_refused(room: Room) -> None:
    foreign = make_draft().columns.first()
    assert foreign is not None
    assert (write(room, "x", column=foreign.id).code, write(room, "x", column=new_id()).code) == ("not_found",) * 2
    assert write(room, "x", column=None).field == "column"


def test_an_id_that_is_taken_is_refused(room: Room) -> None:
    idea = room.capture(room.ben)
    assert room.refusal(room.eva, "idea.capture", idea=idea, column=room.columns[0].id, text="Min") == "invalid"
    assert room.idea(idea).text == "Solceller på taket"


def test_ideas_are_taken_only_while_collecting(room: Room) -> None:
    room.set_up("collect", grace_s=0)
    with time_machine.travel(now() + timedelta(seconds=1)):
        room.go_to("group")
    with time_machine.travel(now() + timedelta(seconds=2)):
        assert write(room, "För sent").code == "not_open"


def test_the_grace_after_a_step_still_takes_what_was_on_its_way(room: Room) -> None:
    room.go_to("group")
    assert write(room, "I sista stund").ok
    Activity.objects.filter(pk=room.steps["collect"].pk).update(closed_at=now() - timedelta(seconds=6))
    assert write(room, "För sent").code == "not_open"


def test_the_end_of_the_timer_closes_the_input_after_the_stated_grace(room: Room) -> None:
    room.set_up("collect", grace_s=10)
    room.end_timer(seconds_ago=9)
    assert write(room, "I sista stund").ok
    room.end_timer(seconds_ago=11)
    assert write(room, "För sent").code == "not_open"


def test_a_longer_timer_opens_the_input_again(room: Room) -> None:
    room.end_timer(seconds_ago=60)
    room.do(room.ana, "timer.set", ends_at=(now() + timedelta(minutes=2)).isoformat())
    assert write(room, "Hann ändå").ok


def test_a_closed_workshop_takes_nothing(room: Room) -> None:
    room.do(room.ana, "workshop.close")
    assert write(room, "Efteråt").code == "closed"


def test_each_person_has_a_cap_and_withdrawn_ideas_do_not_count(room: Room) -> None:
    room.set_up("collect", max_ideas_per_person=2)
    first = room.capture(room.ben)
    room.capture(room.ben)
    assert write(room, "En för mycket").code == "cap_reached"
    room.do(room.ben, "idea.withdraw", idea=first)
    assert write(room, "Nu går det").ok
    room.capture(room.eva)


@pytest.fixture
def capped(room: Room) -> Room:
    """Where Ben has written all he may in one step, and another one takes two ideas of each."""
    room.set_up("collect", max_ideas_per_person=1)
    room.ideas = [room.capture(room.ben)]
    more = Activity.objects.create(
        workshop=room.workshop, kind="collect", title="Mer", position=9, settings={"max_ideas_per_person": 2}
    )
    room.do(room.ana, "activity.start", activity=more.id)
    return room


def test_each_step_has_a_cap_of_its_own(capped: Room) -> None:
    sent = [
        command(capped.ben, "idea.capture", idea=new_id(), column=capped.columns[0].id, text="Mer") for _ in range(3)
    ]
    assert [one.code for one in capped.send(*sent)] == [None, None, "cap_reached"]
    capped.do(capped.ana, "activity.start", activity=capped.steps["collect"].id)
    assert write(capped, "En för mycket i det första").code == "cap_reached"


def test_a_late_idea_counts_in_the_step_it_was_made_in(capped: Room) -> None:
    made = capped.step("collect").started_at
    assert made is not None
    late = command(capped.ben, "idea.capture", idea=new_id(), column=capped.columns[0].id, text="Sent")
    late = late._replace(raw=late.raw | {"made": made.isoformat()})
    assert [one.code for one in capped.send(late)] == ["cap_reached"]
    assert write(capped, "I tid").ok


def test_an_idea_that_comes_back_counts_in_the_step_that_takes_it(capped: Room) -> None:
    for name in ("idea.withdraw", "idea.restore"):
        capped.do(capped.ben, name, idea=capped.ideas[0])
    capped.capture(capped.ben)
    assert write(capped, "En för mycket").code == "cap_reached"


def test_the_muted_write_nothing(room: Room) -> None:
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert write(room, "Hallå").code == "muted"
    room.do(room.ana, "participant.unmute", participant=room.ben.id)
    assert write(room, "Hallå").ok


def test_reviewed_ideas_wait_but_have_their_number(room: Room) -> None:
    room.set_up("collect", review=True)
    result = write(room, "Väntar")
    assert (result.status, result.number) == ("pending", 1)


def test_what_staff_write_needs_no_review(room: Room) -> None:
    room.set_up("collect", review=True)
    assert room.idea(room.capture(room.ana)).is_seen


@pytest.mark.parametrize(("anonymous", "author"), [(True, ""), (False, "Ben")])
def test_the_author_is_named_only_where_the_step_says_so(room: Room, anonymous: bool, author: str) -> None:
    room.set_up("collect", anonymous=anonymous)
    assert room.idea(room.capture(room.ben)).author_name == author


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Ring 070-123 45 67", ["phone"]),
        ("19121212-1212 behöver hjälp", ["identity_number"]),
        ("Skriv till rut@example.se", ["email"]),
        ("Bygg 2 000 hus till 2030", []),
    ],
)
def test_what_looks_personal_is_flagged_for_the_reviewer(room: Room, text: str, flags: list[str]) -> None:
    assert room.idea(room.capture(room.ben, text)).flags == flags
