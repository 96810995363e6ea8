"""The mail that tells somebody they have been given a role.

It carries no secret: they sign in with a code that is sent to the address.
"""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.mail.domain import Letter, post_letter
from ideahub.mail.models import Message
from ideahub.mail.queries import messages_under

MOST_INVITATIONS = 5


def invitations_in(arena_id: UUID) -> QuerySet[Message]:
    return messages_under(f"invite:{arena_id}:").order_by("created_at")


def invited_user(message: Message) -> UUID:
    return UUID(message.key.split(":")[2])


def mail_invitation(*, member: Membership, by: User, arena_name: str) -> None:
    """Puts an invitation in the outbox. Raises DomainError `cap_reached` after several to the same person."""
    prefix = f"invite:{member.arena_id}:{member.user_id}:"
    before = messages_under(prefix).count()
    if before >= MOST_INVITATIONS:
        raise DomainError("cap_reached", _("Personen har redan fått flera mejl. Hör av dig på annat sätt."))
    with translation.override(member.user.language):
        subject = _("Du är inbjuden till %(arena)s") % {"arena": arena_name}
        text = _text(member, by=by, arena_name=" ".join(arena_name.split()))
        letter = Letter(subject=subject, text=text, html="", language=member.user.language)
    post_letter(letter, key=f"{prefix}{before + 1}", recipient=member.user.email, now=now())


def _text(member: Membership, *, by: User, arena_name: str) -> str:
    words = {
        Role.ORGANIZER: _("Du är ansvarig: du gör möten, leder dem och bjuder in andra."),
        Role.FACILITATOR: _("Du är mötesledare: du gör möten och leder dem."),
        Role.READER: _("Du läser rapporter och ser hur det går med åtgärderna."),
    }
    lines = [
        _("%(who)s har bjudit in dig till %(arena)s i Ideahub.") % {"who": by.name or by.email, "arena": arena_name},
        words[Role(member.role)],
        _("Logga in här med den här adressen. Du får en kod med mejl och behöver inget lösenord."),
        f"{settings.PUBLIC_URL}/accounts/login/",
    ]
    return "\n\n".join(lines) + "\n"
