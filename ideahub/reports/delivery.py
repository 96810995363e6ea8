"""What the worker does with reports: write those that are due, send their mails, settle those that are through."""

import logging
import traceback

from ideahub.core.clock import now
from ideahub.mail.delivery import deliver_due_mail
from ideahub.reports.case_number import make_due_pdfs
from ideahub.reports.domain import claim_report, mark_unwritten, settle_report, write_report
from ideahub.reports.queries import reports_on_their_way
from ideahub.reports.summaries import post_due_summaries

logger = logging.getLogger(__name__)


def bring_reports_on() -> None:
    """Safe to run twice at once and to kill: every step claims its row, or, of the last, does over what it was at."""
    write_due_reports()
    post_due_summaries(now())
    deliver_due_mail()
    settle_reports()
    make_due_pdfs(now())


def write_due_reports() -> int:
    """Returns how many were written."""
    written = 0
    while (report := claim_report(now())) is not None:
        try:
            written += write_report(report, now=now())
        except Exception as error:  # noqa: BLE001  one report that cannot be written must not keep the others
            # Where it broke, without the error's own words: those may repeat what somebody wrote.
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error(
                "report_not_written", extra={"report": str(report.pk), "error": type(error).__name__, "at": where}
            )
            mark_unwritten(report, error=error, now=now())
    return written


def settle_reports() -> int:
    """Returns how many turned out to be sent."""
    return sum(settle_report(report) for report in reports_on_their_way())
