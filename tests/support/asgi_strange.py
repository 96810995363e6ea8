"""The service on a daphne whose inside is not as it expects: frames go the ordinary way, and are counted where they come out."""

import django
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

django.setup()

from ideahub.live import outlet  # noqa: E402  the apps must be loaded first

outlet.PARTS_OF_TRANSPORT = (*outlet.PARTS_OF_TRANSPORT, "what_no_transport_has")

from config.asgi import application  # noqa: E402

WebSocketFactory.protocol = WebSocketProtocol

__all__ = ["application"]
