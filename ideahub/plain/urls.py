from django.urls import path

from ideahub.plain import views

urlpatterns = [
    path("", views.start, name="plain_start"),
    path("<str:code>/", views.meeting, name="plain"),
    path("<str:code>", views.meeting),
]
