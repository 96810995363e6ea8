from uuid import UUID

from django.db.models import QuerySet

from ideahub.accounts.models import Membership, Role


def role_of(*, user_id: UUID, arena_id: UUID) -> Role | None:
    role = Membership.objects.filter(user=user_id, arena=arena_id).values_list("role", flat=True).first()
    return Role(role) if role is not None else None


def members_of(arena_id: UUID) -> QuerySet[Membership]:
    """Who may do something in the arena, with the people themselves, in the order they came."""
    return Membership.objects.filter(arena=arena_id).select_related("user").order_by("id")


def somebody_has_a_role() -> bool:
    return Membership.objects.exists()


def is_organizer_somewhere(*, user_id: UUID) -> bool:
    return Membership.objects.filter(user=user_id, role=Role.ORGANIZER).exists()
