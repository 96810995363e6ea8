"""The mail to a meeting's organizers, 30 days before it is removed."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.eventlog.log import open_log
from ideahub.mail.domain import Letter, post_letter
from ideahub.mail.models import Message
from ideahub.workshops.keeping import is_to_be_mailed, removal_at
from ideahub.workshops.models import Workshop


def warn_of_removal(workshop: UUID, *, now: datetime) -> bool:
    """Puts a mail to each organizer into the outbox, and once more each day while none has gone."""
    with open_log(workshop):
        found = Workshop.objects.select_related("arena").get(pk=workshop)
        at = removal_at(found, now=now)
        if at is None or not is_to_be_mailed(found, now=now):
            return False
        for member in Membership.objects.filter(arena=found.arena_id, role=Role.ORGANIZER).select_related("user"):
            if member.user.is_active:
                _post(found, member.user, at=at, now=now)
        found.removal_posted_at = now
        found.save(update_fields=["removal_posted_at"])
    return True


def note_that_mail_has_gone(workshop: UUID) -> bool:
    """The 30 days begin when the first mail about the present choice has left. False while none has."""
    with open_log(workshop):
        found = Workshop.objects.get(pk=workshop)
        if found.closed_at is None or found.removal_mailed_at is not None:
            return False
        since = max(found.closed_at, found.keeping_changed_at or found.closed_at)
        gone = Message.objects.filter(key__startswith=f"removal:{workshop}:", created_at__gte=since)
        first = gone.exclude(sent_at=None).order_by("sent_at").first()
        if first is None:
            return False
        found.removal_mailed_at = first.sent_at
        found.save(update_fields=["removal_mailed_at"])
    return True


def _post(workshop: Workshop, user: User, *, at: datetime, now: datetime) -> None:
    who = hashlib.sha256(user.email.lower().encode()).hexdigest()
    key = f"removal:{workshop.pk}:{at:%Y-%m-%d}:{who}"
    post_letter(_letter(workshop, language=user.language, at=at), key=key, recipient=user.email, now=now)


def _letter(workshop: Workshop, *, language: str, at: datetime) -> Letter:
    with translation.override(language):
        said = {
            "title": " ".join(workshop.title.split()),
            "arena": " ".join(workshop.arena.name.split()),
            "day": date_format(localtime(at), "DATE_FORMAT"),
        }
        lines = [
            _("Mötet %(title)s i %(arena)s raderas den %(day)s. Då försvinner idéer, röster, åtgärder och rapporter.")
            % said,
            _("Ska rapporten arkiveras? Ladda ner den innan dess:"),
            f"{settings.PUBLIC_URL}/reports/{workshop.pk}/",
            _("Vill ni spara mötet längre, eller inte radera det alls? Ändra det på mötets sida:"),
            f"{settings.PUBLIC_URL}/meetings/{workshop.pk}/",
        ]
        subject = _("%(title)s raderas den %(day)s") % said
    return Letter(subject=subject, text="\n\n".join(lines) + "\n", html="", language=language)
