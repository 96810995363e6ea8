"""What the Channels tutorial teaches: one group a room, each socket a member of it, Redis between them.

Started as `daphne tests.load.yardsticks.textbook:application` with YARDSTICK_REDIS and YARDSTICK_BYTES.
"""

import json
import os
from itertools import count
from typing import Any

from django.conf import settings

settings.configure(
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [os.environ["YARDSTICK_REDIS"]], "capacity": 2000},
        }
    },
)

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402  the settings must be there first

BYTES = int(os.environ["YARDSTICK_BYTES"])
GROUP = "room"
numbers = count(1)


def events(seq: int) -> str:
    """An `events` frame of the agreed size."""
    head = f'{{"type":"events","after":{seq - 1},"upto":{seq},"events":[{{"pad":"'
    return head + "x" * max(0, BYTES - len(head) - 4) + '"}]}'


class Member(AsyncWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(text_data='{"type":"hello","seq":0}')

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        seq = next(numbers)
        await self.channel_layer.group_send(GROUP, {"type": "room.event", "text": events(seq)})
        result = {"id": json.loads(text_data or "")["commands"][0]["id"], "ok": True, "seq": seq}
        await self.send(text_data=json.dumps({"type": "ack", "results": [result]}, separators=(",", ":")))

    async def room_event(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["text"])


application = Member.as_asgi()
