import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from ideahub.edge.own_address import OwnAddress  # noqa: E402  the apps must be loaded first
from ideahub.live.drain import CountRequests, drain_on_sigterm  # noqa: E402
from ideahub.live.fast_lane import FastLane  # noqa: E402
from ideahub.live.guard import FlowGuard  # noqa: E402
from ideahub.live.intake import count_intake  # noqa: E402
from ideahub.live.memory import keep_small, set_program_aside  # noqa: E402
from ideahub.live.origins import ExactOrigin  # noqa: E402
from ideahub.live.outgoing import lift_limit  # noqa: E402
from ideahub.live.routing import websocket_urls  # noqa: E402

keep_small()
lift_limit()
count_intake()
drain_on_sigterm()
application = OwnAddress(
    ProtocolTypeRouter(
        {"http": CountRequests(FastLane(http)), "websocket": ExactOrigin(FlowGuard(URLRouter(websocket_urls)))}
    )
)
set_program_aside()
