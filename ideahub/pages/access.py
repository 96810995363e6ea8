"""Who may open which page."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from ideahub.accounts.models import Role, User
from ideahub.accounts.queries import role_of
from ideahub.accounts.rules import may_prepare
from ideahub.edge.log_context import about
from ideahub.workshops.day_screens import find_day_screen, shows_code_of
from ideahub.workshops.models import Arena, DayScreen, Workshop
from ideahub.workshops.projector_links import find_by_token
from ideahub.workshops.queries import arenas_seen_by


def find_workshop(*, user: User | AnonymousUser, workshop_id: UUID) -> tuple[Workshop, Role]:
    """The workshop and what the person is there. Raises Http404 for a stranger, as for a workshop that is not there."""
    workshop = Workshop.objects.select_related("arena").filter(pk=workshop_id, removed_at=None).first()
    role = role_of(user_id=user.id, arena_id=workshop.arena_id) if workshop and isinstance(user, User) else None
    if workshop is None or role is None:
        raise Http404
    about(workshop.id)
    return workshop, role


def find_led_workshop(request: HttpRequest, *, workshop_id: UUID, refusal: str) -> Workshop:
    """For those who lead it. Raises PermissionDenied with the sentence for a reader, Http404 for a stranger."""
    workshop, role = find_workshop(user=request.user, workshop_id=workshop_id)
    if not may_prepare(role):
        raise PermissionDenied(refusal)
    return workshop


def shown_by_projector(request: HttpRequest, *, workshop_id: UUID) -> Workshop | None:
    """The workshop of the projector's token; None without a token. Raises Http404 for a token of no use here."""
    token = _bearer(request)
    if token is None:
        return None
    link = find_by_token(token)
    if link is None or link.workshop_id != workshop_id:
        raise Http404
    about(workshop_id)
    return Workshop.objects.get(pk=workshop_id)


def shown_by_day_screen(request: HttpRequest, *, workshop_id: UUID) -> Workshop | None:
    """The workshop, when the token of a day's screen came along and the screen tells how to join it."""
    token = _bearer(request)
    screen = find_day_screen(token) if token else None
    return shows_code_of(screen, workshop_id) if screen else None


def day_screen_of(request: HttpRequest, *, arena_id: UUID) -> DayScreen:
    """The screen whose token came along. Raises Http404 without one, and for one of another arena."""
    screen = find_day_screen(_bearer(request) or "")
    if screen is None or screen.arena_id != arena_id:
        raise Http404
    return screen


def find_led_arena(request: HttpRequest, *, arena_id: UUID, refusal: str) -> Arena:
    """For those who prepare meetings in it. Raises PermissionDenied with the sentence for a reader, Http404 for a stranger."""
    arena = arenas_seen_by(request.user.id).filter(pk=arena_id).first() if isinstance(request.user, User) else None
    if arena is None:
        raise Http404
    if not may_prepare(Role(arena.role)):  # type: ignore[attr-defined]
        raise PermissionDenied(refusal)
    return arena


def _bearer(request: HttpRequest) -> str | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def keep_secret(response: HttpResponse) -> HttpResponse:
    """For pages whose address is their key: nobody stores them, no search engine lists them, no other site learns it."""
    keep_private(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """Nobody stores a page that is somebody's own."""
    patch_cache_control(response, no_store=True, private=True)
    return response
