"""What an organizer sees first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideahub.actions.models import ActionItem
from ideahub.ideas.models import Idea
from ideahub.mail.models import Message
from ideahub.reports.models import Report
from ideahub.workshops.models import Participant, Workshop
from tests.support.setup import People, make_workshop, signed_in

NOW = timezone.now


def hold(workshop: Workshop, **fields: Any) -> Workshop:
    """A meeting in which things have happened: people, ideas, action items."""
    Workshop.objects.filter(pk=workshop.pk).update(**fields)
    for number in (1, 2, 3):
        Participant.objects.create(workshop=workshop, token_hash=f"{workshop.id}{number}", joined_at=NOW())
        status = "pending" if number == 3 else "shown"
        Idea.objects.create(workshop=workshop, number=number, text="Solceller", status=status, created_at=NOW())
    workshop.refresh_from_db()
    return workshop


def act(workshop: Workshop, **fields: Any) -> None:
    ActionItem.objects.create(workshop=workshop, created_at=NOW(), updated_at=NOW(), **{"title": "Fråga", **fields})


def waiting(people: People) -> list[tuple[str, int]]:
    body = signed_in(people.ana).get("/api/overview/").json()
    return [(one["kind"], one["count"]) for one in body["waiting"]]


def test_a_meeting_is_listed_with_its_people_ideas_and_step(people: People, workshop: Workshop) -> None:
    hold(workshop, status="open", activity=workshop.activities.get(kind="collect"))
    (meeting,) = signed_in(people.ana).get("/api/overview/").json()["meetings"]
    assert (meeting["people"], meeting["ideas"], meeting["columns"], meeting["step_number"]) == (3, 3, 3, 2)
    assert (meeting["step"]["kind"], meeting["role"], meeting["missing"]) == ("collect", "organizer", 0)


def test_one_sees_only_ones_own_meetings(people: People, workshop: Workshop) -> None:
    theirs = make_workshop(by=people.cleo, arena=people.elsewhere)
    body = signed_in(people.cleo).get("/api/overview/").json()
    assert [one["id"] for one in body["meetings"]] == [str(theirs.id)]


def test_ideas_to_review_and_overtime_wait(people: People, workshop: Workshop) -> None:
    hold(workshop, status="open", timer_ends_at=NOW() - timedelta(minutes=1))
    assert waiting(people) == [("review", 1), ("overtime", 1)]


def test_a_meeting_soon_that_is_not_ready_waits(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(title="", starts_at=NOW() + timedelta(days=2))
    assert waiting(people) == [("unready", 1)]


def test_a_ready_meeting_waits_to_be_opened_around_its_time(people: People, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=NOW() + timedelta(minutes=5))
    assert waiting(people) == [("start", 1)]


def test_what_was_agreed_waits_when_late_unowned_or_in_need_of_help(people: People, workshop: Workshop) -> None:
    hold(workshop, status="closed")
    yesterday = timezone.localdate() - timedelta(days=1)
    act(workshop, owner_name="Noor", due_on=yesterday)
    act(workshop, owner_name="Joel", status="needs_help", title="Praktikplatser")
    act(workshop)
    act(workshop, owner_name="Kim", status="done", due_on=yesterday)
    assert waiting(people) == [("late", 1), ("needs_help", 1), ("no_owner", 1)]
    (progress,) = signed_in(people.ana).get("/api/overview/").json()["follow_up"]
    assert {name: progress[name] for name in ("done", "in_progress", "late", "not_started")} == {
        "done": 1,
        "in_progress": 1,
        "late": 1,
        "not_started": 1,
    }


def test_a_report_or_mail_that_failed_waits(people: People, workshop: Workshop) -> None:
    hold(workshop, status="closed")
    Report.objects.create(workshop=workshop, version=1, state="failed", created_at=NOW())
    for who in ("a", "b"):
        key = f"report:{workshop.id}:1:{who}@example.se"
        Message.objects.create(
            key=key,
            message_id=key,
            recipient=f"{who}@example.se",
            subject="x",
            text="x",
            due_at=NOW(),
            created_at=NOW(),
            state="failed",
        )
    assert waiting(people) == [("report_failed", 1), ("mail_failed", 2)]
    (report,) = signed_in(people.ana).get(f"/api/setup/{workshop.id}/reports/").json()
    assert [(one["recipient"], one["state"]) for one in report["deliveries"]] == [
        ("a@example.se", "failed"),
        ("b@example.se", "failed"),
    ]


def test_nothing_waits_for_a_reader(people: People, workshop: Workshop) -> None:
    hold(workshop, status="open", timer_ends_at=NOW() - timedelta(minutes=1))
    assert signed_in(people.rut).get("/api/overview/").json()["waiting"] == []


def test_live_figures_count_ideas_by_minute(people: People, workshop: Workshop) -> None:
    hold(workshop, status="open")
    Idea.objects.filter(workshop=workshop, number=1).update(created_at=NOW() - timedelta(seconds=150))
    (row,) = signed_in(people.ana).get(f"/api/arenas/{people.arena.id}/live/").json()["meetings"]
    assert (row["pace"], row["pending"], row["meeting"]["people"]) == ([0, 0, 0, 0, 0, 1, 0, 2], 1, 3)


@pytest.mark.parametrize(
    "path", ["/api/overview/", "/api/arenas/", "/api/arenas/{arena}/workshops/", "/api/arenas/{arena}/live/"]
)
def test_a_list_asks_the_database_as_often_for_three_as_for_one(people: People, path: str) -> None:
    ana, address = signed_in(people.ana), path.format(arena=people.arena.id)
    counts = []
    for _more in range(3):
        meeting = make_workshop(by=people.ana, arena=people.arena)
        hold(meeting, status="open")
        act(meeting)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert ana.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]
