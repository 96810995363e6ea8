"""Who may open which page."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from ideahub.accounts.models import Role, User
from ideahub.accounts.queries import role_of
from ideahub.accounts.rules import may_prepare
from ideahub.workshops.models import Workshop


def find_workshop(*, user: User | AnonymousUser, workshop_id: UUID) -> tuple[Workshop, Role]:
    """The workshop and what the person is there. Raises Http404 for a stranger, as for a workshop that is not there."""
    workshop = Workshop.objects.select_related("arena").filter(pk=workshop_id).first()
    role = role_of(user_id=user.id, arena_id=workshop.arena_id) if workshop and isinstance(user, User) else None
    if workshop is None or role is None:
        raise Http404
    return workshop, role


def find_led_workshop(request: HttpRequest, *, workshop_id: UUID, refusal: str) -> Workshop:
    """For those who lead it. Raises PermissionDenied with the sentence for a reader, Http404 for a stranger."""
    workshop, role = find_workshop(user=request.user, workshop_id=workshop_id)
    if not may_prepare(role):
        raise PermissionDenied(refusal)
    return workshop


def keep_private(response: HttpResponse) -> HttpResponse:
    """Nobody stores a page that is somebody's own."""
    patch_cache_control(response, no_store=True, private=True)
    return response
