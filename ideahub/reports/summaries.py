"""The participants' offer: one mail with the report to an address that is forgotten as soon as the mail has gone.

Who asked is remembered without the address, and the address without who asked. What is left of an address is the
keyed digest in the mail's key, by which the same address is not written to twice.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.mail.domain import post_letter
from ideahub.mail.models import Attachment
from ideahub.reports import facts
from ideahub.reports.letter import write_letter
from ideahub.reports.links import private_link
from ideahub.reports.models import Report, SummaryRequest
from ideahub.reports.queries import answers_questions, latest_report
from ideahub.reports.words import words_in
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.rules import require_participant
from ideahub.workshops.scene import Scene

MOST_ADDRESS = 254
TIME_TO_UNDO = timedelta(seconds=15)
KEPT_AT_MOST = timedelta(days=30)


def request_summary(scene: Scene, actor: Actor, *, email: str, ticket: UUID | None) -> None:
    """Keeps the address until the report is written. A participant's second request changes nothing; an address gets one mail."""
    person = _asking(scene, actor)
    address = checked_address(email)
    if person.asked_for_summary:
        return
    now = scene.log.now
    # A row for each who asked, also of the same address: each may take back their own, and learns nothing of another's.
    SummaryRequest.objects.create(
        workshop=scene.workshop,
        address=address,
        address_digest=digest_of(address, workshop=scene.workshop.id),
        ticket_hash=_hash(ticket) if ticket else "",
        language=actor.language,
        not_before=now + TIME_TO_UNDO if scene.workshop.status == "closed" else None,
        expires_on=(now + KEPT_AT_MOST).date(),
    )
    _remember(person, asked=True)


def withdraw_summary(scene: Scene, actor: Actor, *, ticket: UUID) -> None:
    """Takes a request back, and the person may ask again. Raises `not_found` once the mail is on its way."""
    person = _asking(scene, actor)
    if not scene.workshop.summary_requests.filter(ticket_hash=_hash(ticket)).delete()[0]:
        raise DomainError("not_found", _("Mejlet är redan på väg."))
    _remember(person, asked=False)


def _asking(scene: Scene, actor: Actor) -> Participant:
    require_participant(actor)
    person = scene.participant(actor.participant)
    assert person is not None
    if scene.workshop.status == "draft":
        raise DomainError("not_open", _("Mötet har inte öppnat än."))
    return person


def _remember(person: Participant, *, asked: bool) -> None:
    person.asked_for_summary = asked
    person.save(update_fields=["asked_for_summary"])


def checked_address(raw: str) -> str:
    """Raises `invalid` with the fault in words."""
    address = raw.strip()
    if "@" not in address:
        raise DomainError("invalid", _("Adressen saknar @. Skriv till exempel namn@exempel.se."), field="email")
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError("invalid", _("Skriv adressen så här: namn@exempel.se."), field="email") from None
    if len(address) > MOST_ADDRESS:
        raise DomainError("invalid", _("Skriv adressen så här: namn@exempel.se."), field="email")
    return address


def digest_of(address: str, *, workshop: UUID) -> str:
    """Cannot be turned back, nor guessed at without the service's secret, nor compared between meetings."""
    return salted_hmac(f"ideahub.reports.summary:{workshop.hex}", address.lower(), algorithm="sha256").hexdigest()


def _hash(ticket: UUID) -> str:
    return hashlib.sha256(ticket.bytes).hexdigest()


def _key(workshop: UUID, digest: str) -> str:
    return f"summary:{workshop}:{digest}"


def post_due_summaries(now: datetime) -> int:
    """Puts a mail into the outbox for each address whose report is there, and deletes the address. Returns how many."""
    SummaryRequest.objects.filter(expires_on__lt=now.date()).delete()
    due = SummaryRequest.objects.filter(workshop__status="closed").exclude(not_before__gt=now)
    return sum(_post_for(workshop, now=now) for workshop in due.values_list("workshop", flat=True).distinct())


def _post_for(workshop: UUID, *, now: datetime) -> int:
    with transaction.atomic():
        # Held, so that nobody reopens the meeting meanwhile and takes back the report that all this goes by.
        closed = Workshop.objects.select_for_update().filter(pk=workshop, status="closed").exists()
        reports = Report.objects.filter(workshop=workshop)
        if not closed or reports.filter(state__in=[Report.State.DUE, Report.State.WRITING]).exists():
            return 0
        waiting = SummaryRequest.objects.filter(workshop=workshop).exclude(not_before__gt=now)
        report = latest_report(workshop)
        if report is None:
            if reports.filter(state=Report.State.FAILED).exists():
                # It could not be written, and nobody will write it again.
                waiting.delete()
            return 0
        data, reply_to, stored = facts.from_json(report.data), answers_questions(report.workshop), list[Attachment]()
        return sum(
            _post_one(one, report, data, _attachment(report, data, stored), reply_to=reply_to, now=now)
            for one in waiting
        )


def _attachment(report: Report, data: facts.ReportData, stored: list[Attachment]) -> Iterator[Attachment]:
    """Stored once, by the first mail that takes it: an address that has had its mail leaves no file behind."""
    if not stored:
        name = words_in(data.language).file_name(report.version)
        pdf = bytes(report.pdf or b"")
        stored.append(Attachment.objects.create(name=name, content_type="application/pdf", content=pdf))
    yield from stored


def _post_one(
    request: SummaryRequest,
    report: Report,
    data: facts.ReportData,
    attached: Iterable[Attachment],
    *,
    reply_to: str,
    now: datetime,
) -> bool:
    # Deleting is the claim: of two workers, and of a worker and an undo, one finds the row.
    if not SummaryRequest.objects.filter(pk=request.pk).delete()[0]:
        return False
    words = words_in(request.language)
    link = private_link(report)
    if words.code != data.language:
        link += f"&lang={words.code}"
    letter = write_letter(data, words, link=link, footer=words.labels.mail_footer_participant, reply_to=reply_to)
    return post_letter(
        letter,
        key=_key(report.workshop_id, request.address_digest),
        recipient=request.address,
        now=now,
        attachments=attached,
        forget=True,
    )
