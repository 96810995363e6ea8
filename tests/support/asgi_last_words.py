"""Writes by a socket's outlet before, between and after what daphne itself writes by the same socket."""

import asyncio
from typing import Any

from config.asgi import application as service
from ideahub.live.frame import Frame
from ideahub.live.outlet import Direct, outlet_for


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
    await send({"type": "websocket.send", "text": "daphne's"})
    out.write(Frame("third"))
    await asyncio.sleep(0.05)
    out.write(Frame("fourth"))
    await out.close(4400)
    out.write(Frame("too late"))
