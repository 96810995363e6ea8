from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from ideahub.accounts.models import Membership, Role
from ideahub.eventlog.models import Event
from ideahub.mail.models import Message
from ideahub.mail.queries import messages_under
from ideahub.reports.models import Report
from ideahub.voting.models import Vote
from ideahub.workshops.models import Activity, Workshop


def reports_to_write(now: datetime) -> QuerySet[Report]:
    """Due ones, and those whose writer died in the middle: its lease has passed."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Report.objects.filter(free, state__in=[Report.State.DUE, Report.State.WRITING])


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
    """Those the workshop names, otherwise everybody in charge of its arena; each address once."""
    named = [str(one) for one in workshop.recipients]
    return _each_once(named or _organizers(workshop.arena_id))


def _organizers(arena: UUID) -> Iterable[str]:
    members = Membership.objects.filter(arena=arena, role=Role.ORGANIZER, user__is_active=True)
    return members.order_by("user__email").values_list("user__email", flat=True)


def _each_once(addresses: Iterable[str]) -> list[str]:
    """As it was written first."""
    found: dict[str, str] = {}
    for one in addresses:
        found.setdefault(one.strip().lower(), one.strip())
    return [one for one in found.values() if one]


def counted_vote(workshop: Workshop) -> Activity | None:
    """The vote whose result the report tells: the last one that somebody voted in."""
    voted = Vote.objects.filter(activity__workshop=workshop, points__gt=0, parked=False).values("activity")
    return Activity.objects.filter(pk__in=voted).order_by("-started_at", "-position").first()


def showed_totals_while_open(vote: Activity) -> bool:
    """Whether the room saw totals while points could still be placed: by its setting, or because the leader showed them."""
    if vote.kind != "vote" or vote.started_at is None or vote.rules.show_results == "live":
        return vote.rules.show_results == "live"
    shown = Event.objects.filter(stream=vote.workshop_id, type="totals.shown", created_at__gte=vote.started_at)
    return (shown.filter(created_at__lt=vote.closed_at) if vote.closed_at else shown).exists()


def points_by_target(vote: Activity) -> dict[UUID, int]:
    """Recounted from the votes themselves; parked ones count for nothing."""
    counted = Vote.objects.filter(activity=vote, parked=False, points__gt=0).order_by()
    return dict(counted.values_list("target").annotate(total=Sum("points")))


def voters_in(vote: Activity) -> int:
    return Vote.objects.filter(activity=vote, parked=False, points__gt=0).values("participant").distinct().count()
