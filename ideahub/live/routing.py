from django.urls import path

from ideahub.live.consumers import WorkshopConsumer

websocket_urls = [path("ws/workshops/<str:code>/", WorkshopConsumer.as_asgi())]
