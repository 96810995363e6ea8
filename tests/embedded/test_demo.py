"""What a start after the first says of the demo: how to sign in always, and the meeting that is open."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from ideahub.accounts.models import User
from ideahub.embedded import welcome
from ideahub.embedded.demo import ensure_demo
from ideahub.embedded.environment import Run
from ideahub.workshops.models import Workshop
from tests.support.setup import gather_people, make_workshop

pytestmark = pytest.mark.django_db
PASSWORD, URL = "abcd-efgh-ijkl", "http://localhost:8000"


@pytest.fixture
def meeting(tmp_path: Path) -> Workshop:
    """The demo's own, open, as it was told at the first start."""
    people = gather_people()
    people.ana.set_password(PASSWORD)
    people.ana.save()
    meeting = make_workshop(by=people.ana, arena=people.arena)
    put(meeting, "open")
    told = {"email": people.ana.email, "password": PASSWORD, "board_path": "/board/x/", "code": meeting.code}
    (tmp_path / "demo.json").write_text(json.dumps(told))
    return meeting


def put(meeting: Workshop, status: str) -> None:
    meeting.status, meeting.opened_at = status, timezone.now()
    meeting.save()


def said(folder: Path) -> str:
    run = Run(folder=folder, host="127.0.0.1", port=8000, valkey=None)
    return "\n".join(welcome.lines(run=run, public_url=URL, demo=ensure_demo(folder), mail_folder=None))


def test_the_open_meeting_is_told_with_the_sign_in(meeting: Workshop, tmp_path: Path) -> None:
    last = said(tmp_path)
    assert f"ana@example.se  {PASSWORD}" in last
    assert f"{URL}/board/{meeting.id}/" in last
    assert f"{meeting.code[:3]} {meeting.code[3:]}" in last


def test_the_sign_in_is_told_after_the_demo_meeting_was_closed(meeting: Workshop, tmp_path: Path) -> None:
    put(meeting, "closed")
    last = said(tmp_path)
    assert f"ana@example.se  {PASSWORD}" in last
    assert f"{URL}/meetings/" in last
    assert "/board/" not in last
    assert meeting.code not in last


def test_another_meeting_that_is_open_takes_its_place(meeting: Workshop, tmp_path: Path) -> None:
    put(meeting, "closed")
    other = make_workshop(by=User.objects.get(email="ana@example.se"), arena=meeting.arena)
    put(other, "open")
    assert f"{URL}/board/{other.id}/" in said(tmp_path)


def test_a_password_that_was_changed_is_not_told(meeting: Workshop, tmp_path: Path) -> None:
    ana = User.objects.get(email="ana@example.se")
    ana.set_password("Något helt annat")
    ana.save()
    last = said(tmp_path)
    assert "ana@example.se" in last
    assert PASSWORD not in last


def test_nothing_is_told_of_a_demo_whose_organizer_is_gone(meeting: Workshop, tmp_path: Path) -> None:
    User.objects.filter(email="ana@example.se").delete()
    assert "ana@example.se" not in said(tmp_path)
