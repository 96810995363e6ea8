"""The snapshot as an answer over HTTP: its tag, and the body in the way that the caller can read."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse

from ideahub.core.actor import Actor
from ideahub.eventlog.queries import Head
from ideahub.snapshot import Shared, with_own, with_own_gzipped


def tag_of(actor: Actor, head: Head, own: dict[str, Any]) -> str:
    private = repr((actor.key, own["me"], own["hands"])).encode()
    return f'"{head[0][:8]}-{head[1]}-{actor.audience[:2]}-{hashlib.sha256(private).hexdigest()[:12]}"'


def answer(request: HttpRequest, common: Shared, own: dict[str, Any], tag: str) -> HttpResponse:
    """304 for who has it already."""
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HttpResponse(with_own_gzipped(common, own), content_type="application/json", headers=headers)
    return HttpResponse(with_own(common, own), content_type="application/json", headers=headers)
