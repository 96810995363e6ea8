import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ideahub.core.clock import now
from ideahub.eventlog.models import Event
from ideahub.mail.delivery import deliver_due_mail
from ideahub.mail.models import Attachment, Message
from ideahub.reports import domain
from ideahub.reports.delivery import bring_reports_on, settle_reports, write_due_reports
from ideahub.reports.domain import LEASE, claim_report, request_report, write_report
from ideahub.reports.models import Report
from ideahub.reports.queries import deliveries, recipients_of
from ideahub.reports.trying import BACK_OFF_S, MOST_TRIES
from tests.mail.postbox import Postbox
from tests.reports.meetings import Meeting, ana_in_charge, hold_drawn_meeting, hold_meeting

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = ("ana@example.org", "ben@example.org")


def closed(**how: Any) -> tuple[Meeting, Report]:
    meeting = hold_meeting(**how)
    return meeting, request_report(workshop=meeting.workshop, now=now())


def sent_events(meeting: Meeting) -> list[dict[str, Any]]:
    return [one.payload for one in Event.objects.filter(stream=meeting.workshop.pk, type="report.sent")]


def test_a_closed_meeting_becomes_a_report_in_every_mailbox(postbox: Postbox) -> None:
    meeting, report = closed(recipients=BOTH)
    bring_reports_on()

    report.refresh_from_db()
    meeting.workshop.refresh_from_db()
    assert postbox.recipients == list(BOTH)
    assert (report.state, report.version) == ("sent", 1)
    assert report.sent_at == meeting.workshop.reported_at
    assert [(one["seq"], one["version"]) for one in sent_events(meeting)] == [(1, 1)]


def test_the_longest_address_gets_its_mail_like_any_other(postbox: Postbox) -> None:
    long = f"{'a' * 64}@{'b' * 59}.{'c' * 60}.{'d' * 60}.example"
    assert 250 < len(long) <= 254
    closed(recipients=[long, "ana@example.org"])
    bring_reports_on()
    assert sorted(postbox.recipients) == sorted([long, "ana@example.org"])


def test_the_mail_carries_the_pdf_and_a_link_that_opens_the_report(postbox: Postbox, client: Any) -> None:
    request_report(workshop=hold_drawn_meeting().workshop, now=now())
    bring_reports_on()
    (mail,) = postbox.mails
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("rapport.pdf", "application/pdf")
    assert attached.get_content()[:5] == b"%PDF-"
    text = mail.get_body(("plain",))
    assert text is not None
    link = next(line for line in text.get_content().splitlines() if "?key=" in line)
    assert client.get(link.partition("8000")[2]).status_code == 200
    assert mail["Subject"].strip() == "Det här kom ni fram till: Omställning tillsammans"


def test_a_second_run_does_nothing(postbox: Postbox) -> None:
    meeting, _report = closed()
    for _ in range(3):
        bring_reports_on()
    assert (len(postbox.mails), len(sent_events(meeting))) == (1, 1)


def test_a_meeting_closed_again_gets_a_new_version_and_new_mails(postbox: Postbox) -> None:
    meeting, _first = closed()
    bring_reports_on()
    second = request_report(workshop=meeting.workshop, now=now())
    bring_reports_on()
    assert second.version == 2
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 2
    assert [one["version"] for one in sent_events(meeting)] == [1, 2]


def test_workers_side_by_side_write_and_send_each_report_once(postbox: Postbox) -> None:
    meetings = [closed(recipients=BOTH)[0] for _ in range(3)]

    def work() -> None:
        bring_reports_on()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settle_reports()
    assert postbox.recipients == sorted(BOTH * 3)
    assert [len(sent_events(meeting)) for meeting in meetings] == [1, 1, 1]
    assert Attachment.objects.count() == 3


def test_a_writer_that_lost_its_claim_leaves_nothing_behind() -> None:
    _meeting, _report = closed()
    slow = claim_report(now())
    assert slow is not None
    quick = claim_report(now() + LEASE + timedelta(seconds=1))
    assert quick is not None
    assert write_report(quick, now=now())
    assert not write_report(slow, now=now())
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_report_that_cannot_be_written_is_tried_eight_times(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise OSError("the disk is full of HEMLIGT")

    monkeypatch.setattr(domain, "write_pdf", fail)
    closed()
    waits = []
    for _ in range(MOST_TRIES):
        Report.objects.filter(state="due").update(lease_until=None)
        began = now()
        write_due_reports()
        lease = Report.objects.get().lease_until
        waits.append(round((lease - began).total_seconds()) if lease else None)

    report = Report.objects.get()
    assert waits == [*BACK_OFF_S, None]
    assert (report.state, report.tries, report.last_error) == ("failed", 8, "OSError")


def test_one_that_cannot_be_written_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, postbox: Postbox
) -> None:
    bad, _ = closed(title="Går sönder")
    good, _ = closed(title="Går bra")
    write = domain.write_report

    def fail_one(report: Report, **given: Any) -> bool:
        if report.workshop_id == bad.workshop.pk:
            raise RuntimeError
        return write(report, **given)

    monkeypatch.setattr("ideahub.reports.delivery.write_report", fail_one)
    bring_reports_on()
    assert (len(sent_events(bad)), len(sent_events(good))) == (0, 1)


def test_it_is_sent_once_the_last_mail_has_arrived(postbox: Postbox) -> None:
    meeting, report = closed(recipients=BOTH)
    postbox.unknown = {"ben@example.org"}
    bring_reports_on()
    assert [(one.recipient, one.state) for one in deliveries(report)] == [
        ("ana@example.org", "sent"),
        ("ben@example.org", "waiting"),
    ]
    assert sent_events(meeting) == []

    postbox.unknown = set()
    Message.objects.update(due_at=now())
    bring_reports_on()
    assert (postbox.recipients, len(sent_events(meeting))) == (list(BOTH), 1)


def test_one_address_that_failed_for_good_is_shown_and_does_not_keep_it_open(postbox: Postbox) -> None:
    meeting, report = closed(recipients=BOTH)
    postbox.unknown = {"ben@example.org"}
    bring_reports_on()
    Message.objects.filter(state="waiting").update(tries=MOST_TRIES - 1, due_at=now())
    bring_reports_on()
    assert len(sent_events(meeting)) == 1
    failed = deliveries(report).get(state="failed")
    assert (failed.recipient, failed.tries, failed.last_error) == ("ben@example.org", 8, "SMTPRecipientsRefused")


def test_it_is_not_sent_when_no_mail_arrived(postbox: Postbox) -> None:
    meeting, report = closed()
    postbox.refusal = "550 no"
    bring_reports_on()
    Message.objects.update(tries=MOST_TRIES - 1, due_at=now())
    bring_reports_on()
    report.refresh_from_db()
    assert (report.state, sent_events(meeting)) == ("written", [])


def test_those_in_charge_of_the_arena_get_it_beside_those_who_are_named(postbox: Postbox) -> None:
    meeting, _ = closed(recipients=("Ben@example.org", "ANA@example.org"))
    ana_in_charge(meeting)
    bring_reports_on()
    assert postbox.recipients == ["ANA@example.org", "Ben@example.org"]


def test_without_recipients_those_in_charge_of_the_arena_get_it(postbox: Postbox) -> None:
    meeting, _ = closed(recipients=())
    ana_in_charge(meeting)
    assert recipients_of(meeting.workshop) == ["ana@example.org"]
    bring_reports_on()
    assert postbox.recipients == ["ana@example.org"]


def test_an_address_named_twice_gets_one_mail(postbox: Postbox) -> None:
    closed(recipients=("Ana@example.org", "ana@example.org", " "))
    bring_reports_on()
    assert postbox.recipients == ["Ana@example.org"]


def test_with_nobody_to_mail_it_is_done_when_it_is_written() -> None:
    meeting, report = closed(recipients=())
    bring_reports_on()
    report.refresh_from_db()
    assert (report.state, len(sent_events(meeting))) == ("sent", 1)


def test_a_version_exists_once() -> None:
    meeting, _ = closed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(workshop=meeting.workshop, version=1, created_at=now())


def test_what_was_mailed_stays_as_it_was() -> None:
    meeting, report = closed(target="ideas")
    idea = meeting.idea("Först")
    write_due_reports()
    idea.text = "Ändrad"
    idea.save()
    report.refresh_from_db()
    assert "Först" in str(report.data)
    assert deliver_due_mail() == 1
