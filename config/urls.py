from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from ideahub.api.live_views import CardView, CommandsView, JoinView, SnapshotView
from ideahub.health import healthz, readyz
from ideahub.live.poll import events

live = [
    path("", CardView.as_view(), name="card"),
    path("join/", JoinView.as_view(), name="join"),
    path("snapshot/", SnapshotView.as_view(), name="snapshot"),
    path("commands/", CommandsView.as_view(), name="commands"),
    path("events/", events, name="events"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/workshops/<str:code>/", include((live, "live"))),
    path("accounts/", include("allauth.urls")),
]
if find_spec("ideahub.api.urls"):
    urlpatterns.append(path("api/", include("ideahub.api.urls")))
if find_spec("ideahub.pages.urls"):
    urlpatterns.append(path("", include("ideahub.pages.urls")))
