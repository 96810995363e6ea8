"""What a role may do. An organizer may all, a facilitator prepares and leads meetings, a reader reads."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import Role, User
from ideahub.accounts.queries import is_organizer_somewhere, role_of, somebody_has_a_role
from ideahub.core.errors import DomainError


def may_prepare(role: Role | None) -> bool:
    """Make meetings, change them, lead them."""
    return role in {Role.ORGANIZER, Role.FACILITATOR}


def may_manage_people(role: Role | None) -> bool:
    """Invite people, change roles, rename the arena."""
    return role is Role.ORGANIZER


def may_make_arenas(user: User) -> bool:
    """Organizers of an arena, who are trusted with the installation too; the operator; and whoever is first here. Nobody
    becomes an organizer by themselves."""
    return user.is_superuser or is_organizer_somewhere(user_id=user.id) or not somebody_has_a_role()


def require_arena_maker(user: User) -> None:
    """Raises DomainError `not_allowed`."""
    if not may_make_arenas(user):
        raise DomainError("not_allowed", _("En ny arena gör bara en ansvarig. Be en av dem om hjälp."))


def require_preparer(*, user_id: UUID, arena_id: UUID) -> None:
    """Raises DomainError: `not_found` for a stranger, `not_allowed` for a reader."""
    role = require_member(user_id=user_id, arena_id=arena_id)
    if not may_prepare(role):
        raise DomainError("not_allowed", _("Du läser här, men ändrar inte. Be en ansvarig om en annan roll."))


def require_organizer(*, user_id: UUID, arena_id: UUID) -> None:
    """Raises DomainError: `not_found` for a stranger, `not_allowed` for everybody but an organizer."""
    role = require_member(user_id=user_id, arena_id=arena_id)
    if not may_manage_people(role):
        raise DomainError("not_allowed", _("Det här gör bara en ansvarig. Be en av dem om hjälp."))


def require_organizer_somewhere(*, user_id: UUID) -> None:
    """For what concerns the whole installation. Raises DomainError `not_allowed`."""
    if not is_organizer_somewhere(user_id=user_id):
        raise DomainError("not_allowed", _("Det här gör bara en ansvarig. Be en av dem om hjälp."))


def require_member(*, user_id: UUID, arena_id: UUID) -> Role:
    role = role_of(user_id=user_id, arena_id=arena_id)
    if role is None:
        raise DomainError("not_found", _("Det du söker finns inte, eller så har du inte tillgång till det."))
    return role
