"""The two calls that a whole room makes in the same moment, joining and the snapshot, beside Django's middleware.

Only what goes well is answered here: a phone that joins or comes back with its cookie. Everything else (refusals, people
who are signed in, projectors, bodies that cannot be read) goes to the views, which decide anew.
"""

import json
import logging
import re
from io import BytesIO
from typing import Any, NoReturn

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import ValidationError

from ideahub import metrics
from ideahub.core.errors import DomainError
from ideahub.edge.door import keep_cookie
from ideahub.edge.log_context import about, begin_call
from ideahub.edge.own_pages import is_from_elsewhere
from ideahub.live.arriving import Told, WantsIn, letting_in, telling_state
from ideahub.live.usual_headers import add_usual_headers
from ideahub.protocol.frames import MOST_BYTES, JoinBody
from ideahub.workshops.joining import Joined, Newcomer, clean_name

CALL = re.compile(r"/api/workshops/([0-9]{6})/(join|snapshot)/")
METHODS = {"join": "POST", "snapshot": "GET"}
QUERIES = {"join": {b""}, "snapshot": {b"", b"as=participant"}}

logger = structlog.get_logger(__name__)


class FastLane:
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        call = CALL.fullmatch(scope["path"])
        if call is None or not _is_phone(scope, call[2]):
            await self.inner(scope, receive, send)
            return
        read: list[Any] = []
        told = await _answer(scope, call[1], call[2], await _body(receive, read))
        if told is None:
            await self.inner(scope, _again(read, receive), send)
            return
        _log(scope, told)
        await _send(told.response, send)


def _is_phone(scope: Any, call: str) -> bool:
    """Whether this may be somebody who only has a participant's cookie, or none, and asks for nothing special."""
    if scope["method"] != METHODS[call] or scope["query_string"] not in QUERIES[call]:
        return False
    headers = dict(scope["headers"])
    if b"authorization" in headers or f"{settings.SESSION_COOKIE_NAME}=".encode() in headers.get(b"cookie", b""):
        return False
    return call == "snapshot" or (
        headers.get(b"content-type", b"").partition(b";")[0].strip() == b"application/json"
        and headers.get(b"content-length", b"").isdigit()
        and int(headers[b"content-length"]) <= MOST_BYTES
    )


async def _body(receive: Any, read: list[Any]) -> bytes | None:
    """The whole body; None where the caller has gone or it is larger than was said. `read` gets the messages."""
    size = 0
    while size <= MOST_BYTES:
        read.append(message := await receive())
        if message["type"] != "http.request":
            return None
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(one.get("body", b"") for one in read)
    return None


def _again(read: list[Any], receive: Any) -> Any:
    """Gives what was read once more, then what follows."""
    waiting = iter(read)

    async def again() -> Any:
        for message in waiting:
            return message
        return await receive()

    return again


async def _answer(scope: Any, code: str, call: str, body: bytes | None) -> Told | None:
    if body is None:
        return None
    request = ASGIRequest(scope, BytesIO())
    try:
        request.get_host()
        told = await (_join(request, code, body) if call == "join" else telling_state.ask(code, request))
    except DatabaseError as error:
        logger.warning("fast_lane_left %s", type(error.__cause__ or error).__name__)
        return None
    except (DomainError, DisallowedHost, RequestDataTooBig):
        return None
    except Exception:
        logger.exception("fast_lane_failed")
        return None
    if told is not None:
        add_usual_headers(request, told.response)
    return told


async def _join(request: HttpRequest, code: str, body: bytes) -> Told | None:
    try:
        asked = JoinBody.model_validate(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError, ValidationError):
        return None
    if is_from_elsewhere(request):
        return None
    found = await letting_in.ask(code, WantsIn(request, Newcomer(clean_name(asked.name), asked.language)))
    if found is None:
        return None
    person = found.participant if isinstance(found, Joined) else found
    metrics.JOINS.labels("0" if isinstance(found, Joined) else "1").inc()
    response = JsonResponse(
        {"participant": str(person.id), "name": person.name}, status=201 if isinstance(found, Joined) else 200
    )
    if isinstance(found, Joined):
        keep_cookie(response, person.workshop_id, found.token)
    return Told(response, person.workshop_id)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _log(scope: Any, told: Told) -> None:
    """The line that django-structlog writes of the other calls."""
    if logging.getLogger(__name__).isEnabledFor(logging.INFO):
        asked = f"{scope['method']} {scope['path']}"
        begin_call()
        about(told.workshop)
        logger.info("request_finished", code=told.response.status_code, request=asked, user_id=None)


async def _send(response: HttpResponse, send: Any) -> None:
    headers = [(name.encode("latin1"), value.encode("latin1")) for name, value in response.items()]
    headers += [(b"Set-Cookie", cookie.output(header="").strip().encode()) for cookie in response.cookies.values()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
