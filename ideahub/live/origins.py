"""A browser may open a socket only from our own pages: scheme, host and port must match exactly."""

from typing import Any
from urllib.parse import urlsplit

from asgiref.typing import ASGI3Application
from django.conf import settings

Scope = dict[str, Any]
FORBIDDEN = 4403


def is_own(origin: str | None, scope: Scope) -> bool:
    """True for the public address, for the extra ones, and, without https, for the host that was asked."""
    if origin is None:
        return False
    if origin in {settings.PUBLIC_URL, *settings.EXTRA_ORIGINS}:
        return True
    host = dict(scope["headers"]).get(b"host", b"").decode("latin1")
    allowed = urlsplit(origin).hostname in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS
    return allowed and not settings.HTTPS and origin == f"http://{host}"


class ExactOrigin:
    """Closes sockets from elsewhere before anything else looks at them."""

    def __init__(self, inner: ASGI3Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        origin = dict(scope["headers"]).get(b"origin")
        if is_own(origin.decode("latin1") if origin else None, scope):
            await self.inner(scope, receive, send)  # type: ignore[arg-type]
            return
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": FORBIDDEN})
