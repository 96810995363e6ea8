from django.urls import URLPattern, URLResolver, include, path

from ideahub.edge.figures import metrics
from ideahub.edge.health import healthz, readyz
from ideahub.live.poll import events

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/workshops/<str:code>/events/", events, name="events"),
    path("api/", include("ideahub.api.urls")),
    path("plain/", include("ideahub.plain.urls")),
    path("r/", include("ideahub.plain.receipt_urls")),
    path("", include("ideahub.pages.urls")),
]

handler400 = "ideahub.pages.errors.bad_request"
handler403 = "ideahub.pages.errors.permission_denied"
handler404 = "ideahub.pages.errors.page_not_found"
handler429 = "ideahub.pages.errors.too_many_requests"
handler500 = "ideahub.pages.errors.server_error"
