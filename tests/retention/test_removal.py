"""A closed meeting goes when its time is over: wholly, a few rows at a time, and nothing else with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.eventlog.models import Event
from ideahub.mail.delivery import deliver_due_mail
from ideahub.mail.models import Message
from ideahub.reports import links
from ideahub.reports.delivery import bring_reports_on
from ideahub.retention import removal
from ideahub.retention.removal import put_away_when_due, remove_by_hand, remove_rows
from ideahub.retention.sweeping import keep_no_longer
from ideahub.workshops.keeping import change_keeping, removal_at
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.receipts import make_receipt
from tests.pages.conftest import built
from tests.retention.conftest import closed, held
from tests.support.room import Room, make_user, open_room

__all__ = ["built"]
pytestmark = pytest.mark.django_db
# What is not of a meeting, and stays.
NOT_IN_A_MEETING = {"accounts.User", "accounts.Membership", "workshops.Arena"}


def rows() -> dict[str, int]:
    """Of all our tables: how many rows there are."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("ideahub.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


def left_of_meetings() -> dict[str, int]:
    return {name: count for name, count in rows().items() if count and name not in NOT_IN_A_MEETING}


def olga() -> User:
    return User.objects.get(email__startswith="olga")


def its_time_is_over(room: Room, **fields: Any) -> None:
    fields = {"removal_mailed_at": now() - timedelta(days=31), **fields}
    Workshop.objects.filter(pk=room.workshop.id).update(closed_at=now() - timedelta(days=740), **fields)


def test_a_meeting_goes_wholly_after_two_years(old: Room) -> None:
    bring_reports_on()
    make_receipt(Participant.objects.get(pk=old.ben.id))
    assert {"reports.Report", "mail.Message", "mail.Attachment", "voting.Vote", "ideas.Support"} <= set(
        left_of_meetings()
    )
    its_time_is_over(old)
    keep_no_longer()
    assert left_of_meetings() == {}
    assert User.objects.filter(email__startswith="olga").exists()


def test_nothing_of_another_meeting_goes_along(old: Room) -> None:
    its_time_is_over(old)
    bring_reports_on()
    before_other = rows()
    other = closed(held(), days_ago=100)
    bring_reports_on()
    Workshop.objects.filter(pk=other.workshop.id).update(names_erased_at=now())
    expected = {name: count - before_other[name] for name, count in rows().items()}
    keep_no_longer()
    assert left_of_meetings() == {name: n for name, n in expected.items() if n and name not in NOT_IN_A_MEETING}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "open", "closed_at": None},
        {"keep_months": 0},
        {"keep_months": 60},
        {"closed_at": now() - timedelta(days=725)},
        {"removal_mailed_at": now() - timedelta(days=29)},
    ],
)
def test_a_meeting_stays_until_then(old: Room, fields: dict[str, Any]) -> None:
    its_time_is_over(old)
    Workshop.objects.filter(pk=old.workshop.id).update(**fields)
    before = rows()["eventlog.Event"]
    keep_no_longer()
    assert rows()["eventlog.Event"] == before
    assert Workshop.objects.filter(pk=old.workshop.id, removed_at=None).exists()


def test_a_removal_that_is_killed_anywhere_is_finished_by_the_next(old: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_reports_on()
    its_time_is_over(old)
    monkeypatch.setattr(removal, "ROWS_AT_ONCE", 1)
    real = removal._remove
    while Workshop.objects.exists():
        done = 0

        def killed(batch: Any) -> None:
            nonlocal done
            done += 1
            if done == 4:
                raise KeyboardInterrupt
            real(batch)

        monkeypatch.setattr(removal, "_remove", killed)
        try:
            keep_no_longer()
        except KeyboardInterrupt:
            assert Workshop.objects.exclude(removed_at=None).exists()
    assert left_of_meetings() == {}


def test_a_report_that_is_written_meanwhile_leaves_no_mail_behind(old: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    its_time_is_over(old)
    real = removal._remove

    def beside_the_reports(batch: Any) -> None:
        bring_reports_on()
        real(batch)

    monkeypatch.setattr(removal, "_remove", beside_the_reports)
    keep_no_longer()
    assert left_of_meetings() == {}


def test_few_rows_go_in_a_transaction(old: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    Event.objects.bulk_create(
        Event(stream_id=old.workshop.id, seq=10_000 + at, type="x", payload={}, totals_shown=False, created_at=now())
        for at in range(450)
    )
    its_time_is_over(old)
    sizes: list[int] = []
    real = removal._remove

    def counted(batch: Any) -> None:
        sizes.append(batch.count())
        real(batch)

    monkeypatch.setattr(removal, "_remove", counted)
    keep_no_longer()
    assert left_of_meetings() == {}
    assert max(sizes) == 200


def test_when_the_time_of_a_sweep_is_up_the_rest_waits_for_the_next(old: Room) -> None:
    its_time_is_over(old)
    assert put_away_when_due(old.workshop.id, now=now())
    assert not remove_rows(old.workshop.id, is_time_up=lambda: True)
    assert Workshop.objects.exists()
    assert remove_rows(old.workshop.id, is_time_up=lambda: False)
    assert left_of_meetings() == {}


def test_a_meeting_that_is_put_away_is_found_by_nobody(old: Room, client: Client) -> None:
    bring_reports_on()
    code, qr, arena = old.workshop.code, old.workshop.qr_token, old.workshop.arena_id
    receipt = make_receipt(Participant.objects.get(pk=old.ben.id))
    client.force_login(olga())
    its_time_is_over(old)
    assert put_away_when_due(old.workshop.id, now=now())
    here = old.workshop.id
    for path in (f"/api/setup/{here}/", f"/api/workshops/{code}/", f"/api/workshops/{code}/snapshot/", f"/q/{qr}",
                 f"/r/{receipt}/", f"/plain/{code}/", f"/reports/{here}/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.get("/api/overview/").json()["meetings"] == []
    assert client.get(f"/api/arenas/{arena}/").json()["meetings"] == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_link_to_the_report_says_that_the_meeting_is_gone(old: Room, language: str) -> None:
    bring_reports_on()
    key = links.key_of(old.workshop.id)
    its_time_is_over(old)
    keep_no_longer()
    page = Client().get(f"/reports/{old.workshop.id}/", {"key": key, "lang": language})
    assert page.status_code == 410
    assert {"sv": "Mötet är raderat", "en": "The meeting has been deleted"}[language] in page.content.decode()
    assert Client().get(f"/reports/{old.workshop.id}/report.pdf", {"key": key}).status_code == 410
    assert Client().get(f"/reports/{old.workshop.id}/", {"key": "x"}).status_code == 404


def test_organizers_are_told_30_days_before_and_it_goes_after_those(old: Room) -> None:
    closed_at = Workshop.objects.get(pk=old.workshop.id).closed_at
    keep_no_longer()
    keep_no_longer()
    [mail] = Message.objects.filter(key__startswith="removal:")
    at = removal_at(Workshop.objects.get(pk=old.workshop.id), now=now())
    assert mail.recipient == olga().email
    assert at is not None
    assert closed_at is not None
    assert at >= now() + timedelta(days=29, hours=23)
    assert at >= closed_at + timedelta(days=729)
    assert f"/meetings/{old.workshop.id}/" in mail.text
    assert "Omställning" in mail.subject
    deliver_due_mail()
    assert Workshop.objects.filter(removed_at=None).exists()


def test_the_30_days_begin_when_a_mail_has_gone(old: Room) -> None:
    its_time_is_over(old, removal_mailed_at=None)
    keep_no_longer()
    Workshop.objects.update(removal_posted_at=now() - timedelta(days=40))
    Message.objects.filter(key__startswith="removal:").update(
        state="failed", created_at=now() - timedelta(days=40), key=f"removal:{old.workshop.id}:before:x"
    )
    keep_no_longer()
    assert Workshop.objects.filter(removed_at=None, removal_mailed_at=None).exists()
    # None has gone for more than a day: another one is in the outbox, and no third meanwhile.
    keep_no_longer()
    [again] = Message.objects.filter(key__startswith="removal:", state="waiting")
    deliver_due_mail()
    keep_no_longer()
    sent_at = Message.objects.get(pk=again.pk).sent_at
    assert sent_at is not None
    assert Workshop.objects.get().removal_mailed_at == sent_at
    assert removal_at(Workshop.objects.get(), now=now()) == sent_at + timedelta(days=30)
    Workshop.objects.update(removal_mailed_at=now() - timedelta(days=30))
    keep_no_longer()
    assert left_of_meetings() == {}


def test_while_an_arena_has_nobody_to_warn_its_meetings_stay(old: Room) -> None:
    its_time_is_over(old, removal_mailed_at=None)
    Membership.objects.filter(role=Role.ORGANIZER).delete()
    keep_no_longer()
    Workshop.objects.update(removal_posted_at=now() - timedelta(days=40))
    keep_no_longer()
    assert Workshop.objects.filter(removed_at=None, removal_mailed_at=None).exists()


@pytest.mark.parametrize("change", [{"keep_months": 6}, {"mail_before_removal": False}])
def test_a_choice_by_which_its_day_has_passed_can_be_taken_back_for_14_days(old: Room, change: dict[str, Any]) -> None:
    its_time_is_over(old, mail_before_removal="keep_months" not in change)
    Workshop.objects.update(removal_mailed_at=now() - timedelta(days=20))
    change_keeping(by=olga(), workshop_id=old.workshop.id, **change)
    keep_no_longer()
    chosen = Workshop.objects.get(removed_at=None)
    assert chosen.keeping_changed_at is not None
    assert removal_at(chosen, now=now()) == chosen.keeping_changed_at + timedelta(days=14)
    Workshop.objects.update(keeping_changed_at=now() - timedelta(days=14))
    keep_no_longer()
    assert left_of_meetings() == {}


def test_what_is_chosen_again_as_it_was_changes_no_day(old: Room) -> None:
    its_time_is_over(old)
    before = Workshop.objects.values().get()
    change_keeping(by=olga(), workshop_id=old.workshop.id, keep_months=24, mail_before_removal=True)
    assert Workshop.objects.values().get() == before


def test_a_meeting_from_before_there_was_a_rule_is_mailed_about_first(old: Room) -> None:
    its_time_is_over(old, removal_mailed_at=None)
    keep_no_longer()
    assert Message.objects.filter(key__startswith="removal:").count() == 1
    assert Workshop.objects.filter(removed_at=None).exists()


def test_without_the_mail_it_goes_on_its_day(old: Room) -> None:
    its_time_is_over(old, removal_mailed_at=None, mail_before_removal=False)
    keep_no_longer()
    assert left_of_meetings() == {}


def test_another_day_is_mailed_about_anew(old: Room) -> None:
    keep_no_longer()
    change_keeping(by=olga(), workshop_id=old.workshop.id, keep_months=36)
    keep_no_longer()
    fresh = Workshop.objects.get(pk=old.workshop.id)
    assert (fresh.keep_months, fresh.removal_posted_at, fresh.removal_mailed_at) == (36, None, None)
    assert Message.objects.filter(key__startswith="removal:").count() == 1


def test_who_only_leads_meetings_does_not_say_how_long_they_are_kept(old: Room) -> None:
    with pytest.raises(DomainError) as refused:
        change_keeping(by=old.leader, workshop_id=old.workshop.id, keep_months=36)
    assert refused.value.code == "not_allowed"
    with pytest.raises(DomainError) as refused:
        change_keeping(by=olga(), workshop_id=old.workshop.id, keep_months=601)
    assert refused.value.code == "invalid"


def test_an_organizer_removes_a_closed_meeting_by_hand_and_nobody_else_does(old: Room) -> None:
    with pytest.raises(DomainError) as refused:
        remove_by_hand(by=old.leader, workshop=old.fresh())
    assert refused.value.code == "not_allowed"
    remove_by_hand(by=olga(), workshop=old.fresh())
    keep_no_longer()
    assert left_of_meetings() == {}


def test_an_open_meeting_is_not_removed_by_hand() -> None:
    room = open_room()
    organizer = make_user(room.workshop, name="olga", role=Role.ORGANIZER)
    with pytest.raises(DomainError) as refused:
        remove_by_hand(by=organizer, workshop=room.fresh())
    assert refused.value.code == "not_allowed"
    assert Workshop.objects.filter(removed_at=None).exists()
