"""A case number that comes after the close: the report says it at once, its PDF once a worker has made it anew. Nobody is mailed again."""

import logging
from datetime import datetime
from uuid import UUID

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_organizer
from ideahub.eventlog.log import open_log
from ideahub.reports import facts
from ideahub.reports.links import public_link
from ideahub.reports.models import Report
from ideahub.reports.pdf import write_pdf
from ideahub.reports.queries import latest_report, pdfs_to_make
from ideahub.reports.sheet import lay_out
from ideahub.reports.trying import MOST_TRIES, wait_after
from ideahub.reports.words import words_in
from ideahub.workshops.models import Workshop
from ideahub.workshops.setup import clean_case_number

logger = logging.getLogger(__name__)


def change_case_number(*, by: User, workshop_id: UUID, case_number: str) -> None:
    """
    For organizers, also after the close. No event tells of it: no screen of the meeting shows it, and a set-up that was read before
    is told when it saves. Raises DomainError.
    """
    with open_log(workshop_id):
        workshop = Workshop.objects.get(pk=workshop_id)
        require_organizer(user_id=by.id, arena_id=workshop.arena_id)
        workshop.case_number = clean_case_number(case_number)
        workshop.save(update_fields=["case_number"])
        # Whoever is writing one now has to wait, and then says the number that there is.
        list(Report.objects.select_for_update().filter(workshop=workshop).order_by("version").values_list("pk"))
        if (report := latest_report(workshop_id)) is not None:
            say_case_number(report, workshop.case_number)


def say_case_number(report: Report, case_number: str) -> None:
    """Puts it into a report that can be read, and makes its PDF due where it said another one. Call while the report's row is held."""
    said = report.data or {}
    if said.get("case_number", "") != case_number:
        report.data = {**said, "case_number": case_number}
        report.pdf_due, report.pdf_tries, report.pdf_due_at = True, 0, None
        report.save(update_fields=["data", "pdf_due", "pdf_tries", "pdf_due_at"])


def make_due_pdfs(now: datetime) -> int:
    """Makes those PDFs anew whose report says another case number. Returns how many; one that cannot be made is tried again, after longer
    each time, and at last given up, which its organizers see."""
    made = 0
    for report in pdfs_to_make(now):
        if not _count_try(report, now=now):
            continue
        try:
            made += _make_pdf(report, now=now)
        except Exception as error:  # noqa: BLE001  one that cannot be made must not keep the others
            told = {"report": str(report.pk), "error": type(error).__name__, "tries": report.pdf_tries}
            logger.error("report_pdf_not_made", extra=told)
            if report.pdf_tries >= MOST_TRIES:
                _give_up(report)
    return made


def _count_try(report: Report, *, now: datetime) -> bool:
    """Before it is begun: one that ends its worker is a try, too. False where somebody else is at it."""
    tries = report.pdf_tries + 1
    mine = Report.objects.filter(pk=report.pk, pdf_due=True, pdf_tries=report.pdf_tries, pdf_due_at=report.pdf_due_at)
    report.pdf_tries = tries
    return bool(mine.update(pdf_tries=tries, pdf_due_at=now + wait_after(tries)))


def _give_up(report: Report) -> None:
    """Its organizers are told at once. Where the number was changed meanwhile, it is tried again."""
    Report.objects.filter(pk=report.pk, pdf_tries=report.pdf_tries).update(pdf_due_at=None)


def _make_pdf(report: Report, *, now: datetime) -> int:
    data = facts.from_json(report.data)
    pdf = write_pdf(lay_out(data, words_in(data.language), link=public_link(report.workshop_id)), made_at=now)
    # Where the number was changed once more meanwhile, it stays due.
    same = Report.objects.filter(pk=report.pk, data__case_number=data.case_number)
    return same.update(pdf=pdf, pdf_due=False, pdf_tries=0, pdf_due_at=None)
