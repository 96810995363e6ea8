"""A report's life: due in the transaction that closes the workshop, written by whoever claims it, sent when its mails are.

Each step is a row first. A worker that dies leaves a lease behind, and when that has passed another takes over; what it
had half done was in one transaction, so nothing of it is there.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from ideahub.eventlog.log import open_log
from ideahub.eventlog.moment import at_one_moment
from ideahub.mail.domain import post_letter
from ideahub.mail.models import Attachment, Message
from ideahub.protocol import events
from ideahub.reports import facts
from ideahub.reports.builder import build
from ideahub.reports.case_number import say_case_number
from ideahub.reports.letter import write_letter
from ideahub.reports.links import private_link, public_link
from ideahub.reports.models import Report
from ideahub.reports.pdf import write_pdf
from ideahub.reports.queries import answers_questions, deliveries, mail_prefix, recipients_of, reports_to_write
from ideahub.reports.sheet import lay_out
from ideahub.reports.trying import MOST_TRIES, wait_after
from ideahub.reports.words import words_in
from ideahub.workshops.domain import ballot_counts
from ideahub.workshops.facts import workshop_fact
from ideahub.workshops.models import Workshop

# Writing takes a second; the task's own time limit is 150 s.
LEASE = timedelta(minutes=3)


def request_report(*, workshop: Workshop, now: datetime) -> Report:
    """Makes the next version due. Call in the transaction that closes the workshop, while its log is open."""
    newest = Report.objects.filter(workshop=workshop).aggregate(newest=Max("version"))["newest"] or 0
    return Report.objects.create(workshop=workshop, version=newest + 1, created_at=now)


def call_off_reports(*, workshop: Workshop) -> None:
    """Takes back the versions that nobody has written yet: the meeting goes on, and its next close asks for one anew.

    A writer that has begun has lost its claim with the row, and keeps nothing. Call in the transaction that reopens it.
    """
    unwritten = [Report.State.DUE, Report.State.WRITING]
    Report.objects.filter(workshop=workshop, state__in=unwritten).delete()


def claim_report(now: datetime) -> Report | None:
    """Takes the next report and commits that it is being written. None when none is due. Not inside a transaction."""
    while (found := reports_to_write(now).order_by("created_at", "id").first()) is not None:
        spent = found.tries >= MOST_TRIES
        state = Report.State.FAILED if spent else Report.State.WRITING
        lease = None if spent else now + LEASE
        # Compare and set: of several writers that saw the row, one changes it.
        mine = Report.objects.filter(pk=found.pk, state=found.state, lease_until=found.lease_until, tries=found.tries)
        if mine.update(state=state, lease_until=lease, tries=found.tries + (not spent)) and not spent:
            found.state, found.lease_until, found.tries = state, lease, found.tries + 1
            return found
    return None


def write_report(report: Report, *, now: datetime) -> bool:
    """Compiles a claimed report and puts its mails into the outbox. False, and nothing is kept, when the claim was lost."""
    workshop = Workshop.objects.select_related("arena").get(pk=report.workshop_id)
    with at_one_moment():
        data = build(workshop, version=report.version)
    pdf = write_pdf(lay_out(data, words_in(data.language), link=public_link(workshop.pk)), made_at=now)
    with transaction.atomic():
        if not _still_mine(report).update(
            state=Report.State.WRITTEN,
            data=facts.to_json(data),
            pdf=pdf,
            written_at=now,
            lease_until=None,
            last_error="",
        ):
            return False
        # It may have been changed since the facts were read.
        number = Workshop.objects.values_list("case_number", flat=True).get(pk=workshop.pk)
        say_case_number(Report.objects.defer("pdf").get(pk=report.pk), number)
        _post_mails(report, workshop, data, pdf=pdf, now=now)
    return True


def _still_mine(report: Report) -> QuerySet[Report]:
    return Report.objects.filter(pk=report.pk, state=Report.State.WRITING, lease_until=report.lease_until)


def _post_mails(report: Report, workshop: Workshop, data: facts.ReportData, *, pdf: bytes, now: datetime) -> None:
    recipients = recipients_of(workshop)
    if not recipients:
        return
    words, link, leader = words_in(data.language), private_link(report), answers_questions(workshop)
    letter, to_leader = (write_letter(data, words, link=link, reply_to=one) for one in (leader, ""))
    attached = Attachment.objects.create(
        name=words.file_name(data.version), content_type="application/pdf", content=pdf
    )
    for recipient in recipients:
        post_letter(
            to_leader if recipient.lower() == leader.lower() else letter,
            key=f"{mail_prefix(report)}{hashlib.sha256(recipient.lower().encode()).hexdigest()}",
            recipient=recipient,
            now=now,
            attachments=[attached],
        )


def mark_unwritten(report: Report, *, error: Exception, now: datetime) -> None:
    """Waits for the next try, longer each time; after the last it has failed and the organizer sees it."""
    over = report.tries >= MOST_TRIES
    _still_mine(report).update(
        state=Report.State.FAILED if over else Report.State.DUE,
        lease_until=None if over else now + wait_after(report.tries),
        last_error=type(error).__name__,
    )


def settle_report(report: Report) -> bool:
    """Once every mail has arrived or failed for good, and one has arrived (or nobody is to get any), the report is sent."""
    mails = list(deliveries(report).values_list("state", flat=True))
    if any(state in {Message.State.WAITING, Message.State.SENDING} for state in mails):
        return False
    if mails and Message.State.SENT not in mails:
        return False
    with open_log(report.workshop_id) as log:
        if not Report.objects.filter(pk=report.pk, state=Report.State.WRITTEN).update(
            state=Report.State.SENT, sent_at=log.now
        ):
            return False
        Workshop.objects.filter(pk=report.workshop_id).update(reported_at=log.now)
        workshop = Workshop.objects.select_related("arena").get(pk=report.workshop_id)
        told = workshop_fact(workshop, **ballot_counts(workshop.pk)._asdict())
        log.record(events.ReportSent, version=report.version, workshop=told)
    return True
