"""How a meeting's reports fare, from the report's row and its mails in the outbox."""

from typing import Any

from ideahub.mail.queries import messages_under
from ideahub.reports.models import Report
from ideahub.workshops.models import Workshop


def report_answers(workshop: Workshop, *, with_deliveries: bool) -> list[dict[str, Any]]:
    """The latest version first. What a mail says stays out: only where it went and how, and that not for who only reads."""
    sent = messages_under(f"report:{workshop.id}:").order_by("recipient")
    mails = list(sent) if with_deliveries else []
    return [
        {
            "version": report.version,
            "state": report.state,
            "created_at": report.created_at,
            "sent_at": report.sent_at,
            "pdf_due": report.pdf_due,
            "pdf_failed": report.pdf_failed,
            "deliveries": [
                {"recipient": mail.recipient, "state": mail.state, "tries": mail.tries, "sent_at": mail.sent_at}
                for mail in mails
                if mail.key.startswith(f"report:{workshop.id}:{report.version}:")
            ],
        }
        for report in Report.objects.filter(workshop=workshop).defer("data", "pdf")
    ]
