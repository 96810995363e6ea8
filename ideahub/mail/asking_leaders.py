"""The mail that tells somebody that a meeting is theirs to lead.

It carries no secret: they sign in with a code that is sent to the address.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from ideahub.accounts.models import Membership, User
from ideahub.core.clock import now
from ideahub.mail.domain import Letter, post_letter
from ideahub.mail.queries import messages_under
from ideahub.workshops.models import Workshop

MOST_MAILS = 5


def mail_who_leads(*, member: Membership, by: User, workshop: Workshop) -> None:
    """Puts the mail in the outbox; none to oneself, and none after several about the same meeting."""
    prefix = f"lead:{workshop.id}:{member.user_id}:"
    before = messages_under(prefix).count()
    if member.user_id == by.id or before >= MOST_MAILS:
        return
    with translation.override(member.user.language):
        title = " ".join(workshop.title.split()) or _("ett möte utan namn")
        subject = _("Du leder mötet: %(title)s") % {"title": title}
        letter = Letter(
            subject=subject,
            text=_text(by=by, workshop=workshop, title=title, language=member.user.language),
            html="",
            language=member.user.language,
        )
    post_letter(letter, key=f"{prefix}{before + 1}", recipient=member.user.email, now=now())


def _text(*, by: User, workshop: Workshop, title: str, language: str) -> str:
    where = " ".join((workshop.place or workshop.arena.name).split())
    at = ", ".join([where, _moment(workshop.starts_at, language)] if workshop.starts_at else [where])
    lines = [
        _("%(who)s ber dig leda %(title)s.") % {"who": by.name or by.email, "title": title},
        f"{at}.",
        _("Här förbereder du mötet. Logga in med den här adressen, du får en kod med mejl:"),
        f"{settings.PUBLIC_URL}/meetings/{workshop.id}/",
        _("Kan du inte? Hör av dig till %(email)s, så att någon annan blir tillfrågad.") % {"email": by.email},
    ]
    return "\n\n".join(lines) + "\n"


def _moment(starts_at: datetime, language: str) -> str:
    starts = timezone.localtime(starts_at)
    return f"{written(starts, 'l j F')}, {written(starts, 'H.i' if language == 'sv' else 'H:i')}"
