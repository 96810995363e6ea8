from typing import Any, cast

from django.urls import path

from ideahub.live.consumers import serve_workshop

# Django's own `path` knows views only; what stands here is an ASGI application, as Channels' router wants it.
websocket_urls = [path("ws/workshops/<str:code>/", cast(Any, serve_workshop))]
