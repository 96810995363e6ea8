"""The names that participants gave are nowhere a day after the close."""

import json
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from ideahub import snapshot
from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event, Stream
from ideahub.ideas.models import Comment, Idea
from ideahub.reports.delivery import write_due_reports
from ideahub.reports.models import Report
from ideahub.retention import names, sweeping
from ideahub.retention.names import erase_names
from ideahub.retention.sweeping import keep_no_longer
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.receipts import find_receipt, make_receipt
from tests.retention.conftest import closed, held
from tests.support.room import Room, open_room

pytestmark = pytest.mark.django_db
NAMES = ('"Ben"', '"Eva"')


def test_names_of_a_meeting_that_was_opened_again_by_the_version_before_go_too(db: None) -> None:
    room = closed(held(), days_ago=2)
    Workshop.objects.filter(pk=room.workshop.id).update(names_erased_at=now() - timedelta(days=3))
    keep_no_longer()
    assert not any(name in everything(room) for name in NAMES)
    assert not names.meetings_with_names(now()).exists()


def everything(room: Room) -> str:
    """The rows, the log and all that anybody is still told."""
    rows = [
        list(Participant.objects.values_list("name", flat=True)),
        list(Idea.objects.values_list("author_name", "text")),
        list(Comment.objects.values_list("author_name", "text")),
        list(Report.objects.values_list("data", flat=True)),
    ]
    log = list(Event.objects.filter(stream=room.workshop.id).values_list("payload", flat=True))
    told = [snapshot.shared(room.workshop.id, audience).text.decode() + "}" for audience in Audience]
    own = [room.me(person) for person in (room.ben, room.eva)]
    return json.dumps([rows, log, [json.loads(one) for one in told], own], ensure_ascii=False, default=str)


def names_in(room: Room) -> set[str]:
    found = everything(room)
    return {name for name in NAMES if name in found}


@pytest.mark.parametrize("anonymous", [True, False])
def test_a_day_after_the_close_no_name_is_left_anywhere(anonymous: bool) -> None:
    room = closed(held(anonymous=anonymous), days_ago=1)
    write_due_reports()
    assert names_in(room) == set(NAMES)
    keep_no_longer()
    assert names_in(room) == set()
    texts = everything(room)
    assert all(text in texts for text in ("Solceller på taket", "Cykelverkstad", "Ja!", "Mät taket"))


def test_who_took_an_action_keeps_the_name_that_was_given_for_it() -> None:
    room = closed(held(), days_ago=1)
    keep_no_longer()
    assert everything(room).count("Benjamin Ek") >= 3


def test_names_stay_until_then() -> None:
    room = closed(held(), days_ago=0.5)
    keep_no_longer()
    assert names_in(room) == set(NAMES)


def test_names_stay_in_a_meeting_that_is_on() -> None:
    room = held()
    Workshop.objects.filter(pk=room.workshop.id).update(closed_at=now() - timedelta(days=3))
    keep_no_longer()
    assert names_in(room) == set(NAMES)


def test_whoever_listens_is_told_to_begin_anew() -> None:
    room = closed(held(), days_ago=1)
    before = Stream.objects.get(pk=room.workshop.id)
    keep_no_longer()
    after = Stream.objects.get(pk=room.workshop.id)
    assert after.epoch != before.epoch
    assert after.seq == before.seq
    keep_no_longer()
    assert Stream.objects.get(pk=room.workshop.id).epoch == after.epoch


def test_a_sweep_that_is_killed_in_the_middle_is_made_good_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    room = closed(held(), days_ago=1)
    monkeypatch.setattr(names, "EVENTS_AT_ONCE", 2)
    real, calls = names.redact_names, 0

    def killed(*args: object, **kwargs: object) -> int | None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(names, "redact_names", killed)
    with pytest.raises(KeyboardInterrupt):
        keep_no_longer()
    assert names_in(room) == set(NAMES)
    keep_no_longer()
    assert names_in(room) == set()


def test_a_meeting_that_is_opened_again_keeps_the_names_that_come_then() -> None:
    room = closed(held(), days_ago=1)
    keep_no_longer()
    room.do(room.ana, "workshop.reopen")
    room.join("Eva")
    assert not erase_names(room.workshop.id, now=now())
    assert names_in(room) == {'"Eva"'}
    closed(room, days_ago=1)
    keep_no_longer()
    assert names_in(room) == set()


def test_another_meeting_keeps_its_names() -> None:
    other = open_room()
    closed(held(), days_ago=1)
    keep_no_longer()
    assert other.state(Audience.STAFF)["participants"][0]["name"] == "Ben"


def test_a_receipt_works_when_the_name_has_gone() -> None:
    room = closed(held(), days_ago=1)
    token = make_receipt(Participant.objects.get(pk=room.ben.id))
    keep_no_longer()
    found = find_receipt(token)
    assert found is not None
    assert found.participant_id == room.ben.id
    room.do(room.ben, "mine.erase")
    assert "Solceller på taket" not in everything(room)


def test_what_was_erased_stays_erased() -> None:
    """A text goes while names go: neither brings the other back."""
    room = closed(held(), days_ago=1)
    room.do(room.ben, "mine.erase", id=new_id())
    keep_no_longer()
    assert "Solceller på taket" not in everything(room)
    assert names_in(room) == set()


def test_a_sweep_whose_time_is_up_leaves_the_next_meeting_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LONGEST_S", -1.0)
    room = closed(held(), days_ago=2)
    keep_no_longer()
    assert names_in(room) == set(NAMES)
    monkeypatch.undo()
    keep_no_longer()
    assert names_in(room) == set()


def test_when_the_worker_says_that_it_has_to_end_the_sweep_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    closed(held(), days_ago=2)

    def too_long(*_args: object, **_kwargs: object) -> bool:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(sweeping, "erase_names", too_long)
    with pytest.raises(SoftTimeLimitExceeded):
        keep_no_longer()
