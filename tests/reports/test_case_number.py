"""A case number that comes after the close: on the report and in its PDF, and in nobody's mailbox once more."""

import io
from datetime import timedelta
from itertools import accumulate
from typing import Any

import pypdf
import pytest
from django.test import Client

from ideahub.accounts.models import Role
from ideahub.api.reports_info import report_answers
from ideahub.core import clock
from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.reports import case_number, domain
from ideahub.reports.case_number import change_case_number, make_due_pdfs
from ideahub.reports.delivery import bring_reports_on, write_due_reports
from ideahub.reports.domain import request_report
from ideahub.reports.models import Report
from ideahub.reports.trying import BACK_OFF_S, MOST_TRIES, wait_after
from ideahub.workshops.models import Workshop
from tests.mail.postbox import Postbox
from tests.reports.meetings import Meeting, ana_in_charge, hold_meeting

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "KS 2026/0417"


@pytest.fixture
def meeting() -> Meeting:
    held = hold_meeting()
    request_report(workshop=held.workshop, now=now())
    return held


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def told(meeting: Meeting) -> tuple[bool, bool]:
    """What its organizers are told of its PDF: that it is due, and that it was given up."""
    [one] = report_answers(meeting.workshop, with_deliveries=False)
    return one["pdf_due"], one["pdf_failed"]


def read(meeting: Meeting, client: Client) -> tuple[str, str]:
    """What stands on the page and in the PDF."""
    at = f"/reports/{meeting.workshop.pk}/"
    return client.get(at).content.decode(), text_of(client.get(f"{at}report.pdf").content)


def test_it_stands_in_report_and_pdf_and_nobody_is_mailed_again(
    meeting: Meeting, client: Client, postbox: Postbox
) -> None:
    ana = ana_in_charge(meeting)
    client.force_login(ana)
    bring_reports_on()
    assert len(postbox.mails) == 1
    change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=f" {NUMBER}\r")
    page, pdf = read(meeting, client)
    assert (f"Diarienummer {NUMBER}." in page, NUMBER in pdf) == (True, False)
    bring_reports_on()
    page, pdf = read(meeting, client)
    assert (f"Diarienummer {NUMBER}." in page, f"Diarienummer {NUMBER}." in pdf) == (True, True)
    assert (len(postbox.mails), Report.objects.get().state) == (1, "sent")


def test_it_can_be_changed_and_taken_away_again(meeting: Meeting, client: Client) -> None:
    ana = ana_in_charge(meeting)
    client.force_login(ana)
    write_due_reports()
    for number in (NUMBER, "KS 2026/0500", ""):
        change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=number)
        assert make_due_pdfs(now()) == 1
        assert [("Diarienummer" in text, number in text) for text in read(meeting, client)] == [
            (bool(number), True)
        ] * 2
    assert make_due_pdfs(now()) == 0


def test_a_report_that_is_written_meanwhile_says_it_too(
    meeting: Meeting, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, write = ana_in_charge(meeting), domain.write_pdf
    client.force_login(ana)

    def write_slowly(*how: Any, **more: Any) -> bytes:
        change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=NUMBER)
        return write(*how, **more)

    monkeypatch.setattr(domain, "write_pdf", write_slowly)
    write_due_reports()
    make_due_pdfs(now())
    assert [NUMBER in text for text in read(meeting, client)] == [True, True]


def test_one_that_is_changed_while_its_pdf_is_made_is_made_once_more(
    meeting: Meeting, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, write = ana_in_charge(meeting), case_number.write_pdf
    client.force_login(ana)
    write_due_reports()
    change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number="KS 2026/0500")

    def write_slowly(*how: Any, **more: Any) -> bytes:
        change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=NUMBER)
        return write(*how, **more)

    with monkeypatch.context() as slow:
        slow.setattr(case_number, "write_pdf", write_slowly)
        assert make_due_pdfs(now()) == 0
    assert make_due_pdfs(now()) == 1
    assert [NUMBER in text for text in read(meeting, client)] == [True, True]


def test_a_pdf_that_cannot_be_made_holds_up_nothing_and_is_tried_again(
    meeting: Meeting, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = ana_in_charge(meeting)
    bring_reports_on()
    change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=NUMBER)
    other = hold_meeting()
    request_report(workshop=other.workshop, now=now())

    def fail(*_how: Any, **_more: Any) -> bytes:
        raise OSError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr(case_number, "write_pdf", fail)
        bring_reports_on()
    assert (len(postbox.mails), Report.objects.filter(pdf_due=True).count()) == (2, 1)
    assert make_due_pdfs(now()) == 0
    assert make_due_pdfs(now() + timedelta(seconds=BACK_OFF_S[0])) == 1
    assert (Report.objects.get(workshop=meeting.workshop).pdf_tries, told(meeting)) == (0, (False, False))


def test_a_pdf_that_can_never_be_made_is_given_up_and_the_organizers_are_told(
    meeting: Meeting, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, tried, told_meanwhile = ana_in_charge(meeting), [], []
    client.force_login(ana)
    write_due_reports()
    change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number=NUMBER)

    def fail(*_how: Any, **_more: Any) -> bytes:
        tried.append(at)
        told_meanwhile.append(told(meeting))
        raise OSError("the disk is full")

    begun = at = now()
    with monkeypatch.context() as full:
        full.setattr(case_number, "write_pdf", fail)
        for _second in range(0, 2 * sum(BACK_OFF_S), 10):
            make_due_pdfs(at)
            at += timedelta(seconds=10)
    assert [round((one - begun).total_seconds()) for one in tried] == [0, *accumulate(BACK_OFF_S)]
    assert told_meanwhile == [(True, False)] * MOST_TRIES
    assert told(meeting) == (True, True)
    said, old = read(meeting, client)
    assert (NUMBER in said, NUMBER in old) == (True, False)
    change_case_number(by=ana, workshop_id=meeting.workshop.pk, case_number="KS 2026/0500")
    assert told(meeting) == (True, False)
    assert make_due_pdfs(now()) == 1
    assert told(meeting) == (False, False)


def test_a_try_that_ends_its_worker_counts(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    write_due_reports()
    change_case_number(by=ana_in_charge(meeting), workshop_id=meeting.workshop.pk, case_number=NUMBER)

    def end(*_how: Any, **_more: Any) -> bytes:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(case_number, "write_pdf", end)
        with pytest.raises(SystemExit):
            make_due_pdfs(now())
    assert make_due_pdfs(now()) == 0
    assert make_due_pdfs(now() + timedelta(seconds=BACK_OFF_S[0])) == 1


def test_one_whose_last_try_ended_its_worker_is_given_up_when_it_would_be_tried_again(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_due_reports()
    change_case_number(by=ana_in_charge(meeting), workshop_id=meeting.workshop.pk, case_number=NUMBER)
    Report.objects.update(pdf_tries=MOST_TRIES - 1)

    def end(*_how: Any, **_more: Any) -> bytes:
        raise SystemExit

    monkeypatch.setattr(case_number, "write_pdf", end)
    with pytest.raises(SystemExit):
        make_due_pdfs(now())
    assert told(meeting) == (True, False)
    later = now() + wait_after(MOST_TRIES)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert told(meeting) == (True, True)
    assert make_due_pdfs(later) == 0


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.READER])
def test_only_an_organizer_changes_it(meeting: Meeting, role: Role) -> None:
    with pytest.raises(DomainError) as refused:
        change_case_number(by=ana_in_charge(meeting, role=role), workshop_id=meeting.workshop.pk, case_number=NUMBER)
    assert refused.value.code == "not_allowed"
    assert Workshop.objects.get().case_number == ""
