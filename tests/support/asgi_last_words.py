"""Writes by a socket's outlet before, between and after what daphne itself writes by the same socket."""

import asyncio
from typing import Any

from config.asgi import application as service
from ideahub.live.frame import Frame
from ideahub.live.outlet import Direct, outlet_for

# More than the kernel takes at once.
LARGE = "large" * 2_000_000


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        await service(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    out = outlet_for(send, given=send)
    assert isinstance(out, Direct)
    # Twice, with a turn of the loop between: now nothing waits, and it is known.
    for said in ("first", "second"):
        await asyncio.sleep(0.05)
        out.write(Frame(said))
    ended: list[str] = []
    give = out.straight(until=lambda: ended.append("by daphne"))
    assert give
    give(Frame("straight").wire)
    assert not ended
    await send({"type": "websocket.send", "text": "daphne's"})
    assert ended == ["by daphne"]
    out.write(Frame("third"))
    await asyncio.sleep(0.05)
    large = Frame(LARGE)
    give = out.straight(until=lambda: ended.append("by what was left"))
    assert give
    out.write_rest(large, give(large.wire))
    assert ended == ["by daphne", "by what was left"]
    assert out.straight(until=ended.clear) is None
    out.write(Frame("fourth"))
    await out.close(4400)
    out.write(Frame("too late"))
