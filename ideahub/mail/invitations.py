"""The mail that tells somebody they have been given a role.

It carries no secret: they sign in with a code that is sent to the address.
"""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.core.ids import new_id
from ideahub.mail.models import Message

MOST_INVITATIONS = 5


def invitations_in(arena_id: UUID) -> QuerySet[Message]:
    return Message.objects.filter(key__startswith=f"invite:{arena_id}:").order_by("created_at")


def invited_user(message: Message) -> UUID:
    return UUID(message.key.split(":")[2])


def mail_invitation(*, member: Membership, by: User, arena_name: str) -> Message:
    """Puts an invitation in the outbox. Raises DomainError `cap_reached` after several to the same person."""
    before = Message.objects.filter(key__startswith=f"invite:{member.arena_id}:{member.user_id}:").count()
    if before >= MOST_INVITATIONS:
        raise DomainError("cap_reached", _("Personen har redan fått flera mejl. Hör av dig på annat sätt."))
    with translation.override(member.user.language):
        return Message.objects.create(
            key=f"invite:{member.arena_id}:{member.user_id}:{before + 1}",
            message_id=f"<invite.{new_id().hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
            recipient=member.user.email,
            subject=_("Du är inbjuden till %(arena)s") % {"arena": one_line(arena_name)},
            text=_text(member, by=by, arena_name=one_line(arena_name)),
            due_at=now(),
        )


def one_line(text: str) -> str:
    return " ".join(text.split())[:120]


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
