from django.urls import include, path

from ideahub.pages import accessibility, home, installable, posters, shells, standing, table_cards

urlpatterns = [
    path("", home.home, name="home"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("status/", standing.status, name="status"),
    path("favicon.ico", home.mark),
    path("sw.js", installable.service_worker, name="service_worker"),
    path("manifest.webmanifest", installable.web_manifest, name="web_manifest"),
    path("j/", shells.phone, name="phone"),
    path("j/<str:code>", shells.phone, name="phone_code"),
    path("j/<str:code>/", shells.phone),
    path("q/<str:token>", shells.phone_by_qr, name="phone_qr"),
    path("q/<str:token>/", shells.phone_by_qr),
    path("board/<uuid:workshop_id>/", shells.board, name="board"),
    path("projector/<uuid:workshop_id>/", shells.projector, name="projector"),
    path("projector/<uuid:workshop_id>/meeting/", shells.projector_meeting),
    path("meetings/", shells.organizer, name="meetings"),
    path("meetings/new", shells.organizer),
    path("meetings/new/", shells.organizer),
    path("meetings/<uuid:workshop_id>/", shells.organizer),
    path("arenas/<uuid:arena_id>/", shells.organizer),
    path("people/", shells.organizer),
    path("operations/", shells.organizer),
    path("settings/", shells.organizer),
    path("poster/<uuid:workshop_id>/", posters.poster, name="poster"),
    path("poster/<uuid:workshop_id>/cards/", table_cards.table_cards, name="table_cards"),
    path("qr/<uuid:workshop_id>.svg", posters.qr_picture, name="qr"),
    path("accounts/", include("ideahub.pages.sign_in_urls")),
    path("", include("ideahub.pages.report_urls")),
    path("", include("ideahub.pages.dev_mail_urls")),
]
