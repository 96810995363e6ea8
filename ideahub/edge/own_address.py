"""By which name and path a call reaches the service: settled first of all, before Django looks."""

from typing import Any

from asgiref.typing import ASGI3Application
from django.conf import settings

Scope = dict[str, Any]
# What probes and Prometheus ask each process for, under whatever name or address it has inside.
ASKED_INSIDE = frozenset({"/healthz", "/readyz", "/metrics"})


class OwnAddress:
    """Calls a process by a name of its own where it is asked inside, so that nobody has to list all others; and lets no header move the
    service to another path, which daphne would do for anybody."""

    def __init__(self, inner: ASGI3Application) -> None:
        self.inner = inner
        names = (name for name in settings.ALLOWED_HOSTS if name != "*" and not name.startswith("."))
        self.name = next(names, "localhost").encode()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        scope = {**scope, "root_path": ""}
        if scope["type"] == "http" and scope["path"] in ASKED_INSIDE:
            others = [header for header in scope["headers"] if header[0] != b"host"]
            scope["headers"] = [*others, (b"host", self.name)]
        await self.inner(scope, receive, send)  # type: ignore[arg-type]
