from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ideahub.accounts.models import Membership, Role
from ideahub.eventlog.models import Event
from ideahub.mail.models import Message
from ideahub.mail.queries import messages_under
from ideahub.reports.models import Report
from ideahub.reports.trying import MOST_TRIES
from ideahub.workshops.models import Activity, Workshop


def reports_to_write(now: datetime) -> QuerySet[Report]:
    """Due ones, and those whose writer died in the middle: its lease has passed."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Report.objects.filter(free, state__in=[Report.State.DUE, Report.State.WRITING])


def pdfs_to_make(now: datetime) -> QuerySet[Report]:
    """Those to be made anew, which have not been tried too often or a moment ago."""
    due = Q(pdf_due_at__isnull=True) | Q(pdf_due_at__lte=now)
    return Report.objects.filter(due, pdf_due=True, pdf_tries__lt=MOST_TRIES).defer("pdf")


def reports_on_their_way() -> QuerySet[Report]:
    """Written, and not yet known to have reached everybody."""
    return Report.objects.filter(state=Report.State.WRITTEN).defer("pdf", "data").order_by("written_at")


def latest_report(workshop: UUID) -> Report | None:
    """The newest version that can be read."""
    return readable_reports(workshop).order_by("-version").first()


def readable_reports(workshop: UUID) -> QuerySet[Report]:
    return Report.objects.filter(workshop=workshop, state__in=[Report.State.WRITTEN, Report.State.SENT])


def mail_prefix(report: Report) -> str:
    return f"report:{report.workshop_id}:{report.version}:"


def deliveries(report: Report) -> QuerySet[Message]:
    """The report's mails for the organizer's eyes: to whom, in what state, after how many tries, with what error."""
    return messages_under(mail_prefix(report)).order_by("recipient")


def recipients_of(workshop: Workshop) -> list[str]:
    """Everybody in charge of its arena, and those the workshop names; each address once, as it is named."""
    return _each_once([*(str(one) for one in workshop.recipients), *_organizers(workshop.arena_id)])


def answers_questions(workshop: Workshop) -> str:
    """The address of whoever ended the meeting, while they lead meetings there; empty where nobody does. Never a participant's."""
    leads = Membership.objects.filter(
        user=workshop.closed_by,
        user__is_active=True,
        arena=workshop.arena_id,
        role__in=[Role.ORGANIZER, Role.FACILITATOR],
    )
    return leads.values_list("user__email", flat=True).first() or ""


def _organizers(arena: UUID) -> Iterable[str]:
    members = Membership.objects.filter(arena=arena, role=Role.ORGANIZER, user__is_active=True)
    return members.order_by("user__email").values_list("user__email", flat=True)


def _each_once(addresses: Iterable[str]) -> list[str]:
    """As it was written first."""
    found: dict[str, str] = {}
    for one in addresses:
        found.setdefault(one.strip().lower(), one.strip())
    return [one for one in found.values() if one]


def showed_totals_while_open(vote: Activity) -> bool:
    """Whether people voted with totals in sight: by its setting, or because the leader showed them and hid them again.

    While they are shown by hand the vote is closed.
    """
    if vote.kind != "vote" or vote.started_at is None or vote.rules.show_results == "live":
        return vote.rules.show_results == "live"
    meanwhile = Event.objects.filter(stream=vote.workshop_id, created_at__gte=vote.started_at)
    if vote.closed_at:
        meanwhile = meanwhile.filter(created_at__lt=vote.closed_at)
    shown = meanwhile.filter(type="totals.shown").order_by("seq").first()
    return shown is not None and meanwhile.filter(type="totals.hidden", seq__gt=shown.seq).exists()
