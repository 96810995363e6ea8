import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from ideahub.live.guard import FlowGuard  # noqa: E402  the apps must be loaded first
from ideahub.live.origins import ExactOrigin  # noqa: E402
from ideahub.live.outgoing import lift_limit  # noqa: E402
from ideahub.live.routing import websocket_urls  # noqa: E402

lift_limit()
application = ProtocolTypeRouter(
    {"http": http, "websocket": ExactOrigin(FlowGuard(AuthMiddlewareStack(URLRouter(websocket_urls))))}
)
