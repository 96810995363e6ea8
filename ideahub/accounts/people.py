"""Who may do what in an arena: inviting, changing roles, letting go; and what people say about themselves."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.accounts.rules import require_organizer
from ideahub.core.errors import DomainError
from ideahub.text import clean


@transaction.atomic
def invite_member(*, by: User, arena_id: UUID, email: str, role: Role, language: str) -> Membership:
    """Gives somebody a role in the arena, making them an account without a password if they have none.

    The caller mails the invitation in the same transaction. Raises DomainError: `not_allowed`, or `invalid` when they
    are in already.
    """
    require_organizer(user_id=by.id, arena_id=arena_id)
    address = email.strip().lower()
    user, _made = User.objects.get_or_create(email=address, defaults={"language": language, "password": "!"})
    membership, made = Membership.objects.get_or_create(user=user, arena_id=arena_id, defaults={"role": role})
    if not made:
        raise DomainError("invalid", _("Den adressen är redan med. Byt roll i listan i stället."), field="email")
    return membership


def found_arena(*, by: User, arena_id: UUID) -> Membership:
    """Makes whoever created an arena its organizer."""
    return Membership.objects.create(user=by, arena_id=arena_id, role=Role.ORGANIZER)


@transaction.atomic
def change_role(*, by: User, arena_id: UUID, member_id: int, role: Role) -> Membership:
    """Raises DomainError: `not_allowed`, `not_found`, or `invalid` when nobody would be left as organizer."""
    require_organizer(user_id=by.id, arena_id=arena_id)
    member = find_member(arena_id=arena_id, member_id=member_id)
    if role != Role.ORGANIZER:
        keep_an_organizer(member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove_member(*, by: User, arena_id: UUID, member_id: int) -> None:
    """Organizers remove anybody, everybody may leave. Raises as `change_role` does."""
    member = find_member(arena_id=arena_id, member_id=member_id)
    if member.user_id != by.id:
        require_organizer(user_id=by.id, arena_id=arena_id)
    keep_an_organizer(member)
    member.delete()


def change_me(*, user: User, name: str | None = None, language: str | None = None) -> User:
    if name is not None:
        user.name = clean(name, most=80, field="name", least=0)
    if language is not None:
        user.language = language
    user.save(update_fields=["name", "language"])
    return user


def find_member(*, arena_id: UUID, member_id: int) -> Membership:
    member = locked_members(arena_id).filter(id=member_id).select_related("user").first()
    if member is None:
        raise DomainError("not_found", _("Personen är inte med längre."))
    return member


def keep_an_organizer(leaving: Membership) -> None:
    """The rows are locked, so that two organizers cannot both step down at the same time."""
    organizers = set(locked_members(leaving.arena_id).filter(role=Role.ORGANIZER).values_list("id", flat=True))
    if organizers == {leaving.id}:
        raise DomainError("invalid", _("Minst en måste vara ansvarig. Gör någon annan ansvarig först."), field="role")


def locked_members(arena_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.select_for_update(of=("self",)).filter(arena=arena_id).order_by("id")
