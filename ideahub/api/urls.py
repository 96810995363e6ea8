from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from ideahub.api import (
    day_screen_views,
    leader_views,
    live_views,
    operations_views,
    people_views,
    projector_views,
    receipt_views,
    setup_views,
)
from ideahub.api.described import Docs, Schema
from ideahub.api.errors import not_found

live = [
    path("", live_views.CardView.as_view(), name="card"),
    path("data/", live_views.DataView.as_view(), name="data"),
    path("join/", live_views.JoinView.as_view(), name="join"),
    path("snapshot/", live_views.SnapshotView.as_view(), name="snapshot"),
    path("commands/", live_views.CommandsView.as_view(), name="commands"),
    path("shown/", live_views.ShownView.as_view(), name="shown"),
    path("receipt/", receipt_views.ReceiptView.as_view(), name="receipt"),
    path("receipt/drop/", receipt_views.ReceiptDropView.as_view(), name="receipt-drop"),
    path("projector-links/", projector_views.ProjectorLinks.as_view(), name="projector-links"),
    path("projector-links/<uuid:link_id>/", projector_views.OneProjectorLink.as_view(), name="projector-link"),
]

urlpatterns = [
    path("workshops/<str:code>/", include((live, "live"))),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    path("me/", setup_views.Me.as_view(), name="api-me"),
    path("overview/", setup_views.Overview.as_view(), name="api-overview"),
    path("templates/", setup_views.Templates.as_view(), name="api-templates"),
    path("arenas/", setup_views.Arenas.as_view(), name="api-arenas"),
    path("arenas/<uuid:arena_id>/", setup_views.OneArena.as_view(), name="api-arena"),
    path("arenas/<uuid:arena_id>/workshops/", setup_views.ArenaWorkshops.as_view(), name="api-arena-workshops"),
    path("arenas/<uuid:arena_id>/live/", setup_views.ArenaLive.as_view(), name="api-arena-live"),
    path("arenas/<uuid:arena_id>/screens/", day_screen_views.ArenaDayScreens.as_view(), name="api-day-screens"),
    path("arenas/<uuid:arena_id>/members/", people_views.Members.as_view(), name="api-members"),
    path("arenas/<uuid:arena_id>/members/<int:member_id>/", people_views.OneMember.as_view(), name="api-member"),
    path(
        "arenas/<uuid:arena_id>/members/<int:member_id>/invite/",
        people_views.InviteAgain.as_view(),
        name="api-member-invite",
    ),
    path("setup/<uuid:workshop_id>/", setup_views.WorkshopSetup.as_view(), name="api-setup"),
    path("setup/<uuid:workshop_id>/case-number/", setup_views.WorkshopCaseNumber.as_view(), name="api-case-number"),
    path("setup/<uuid:workshop_id>/keeping/", setup_views.WorkshopKeeping.as_view(), name="api-keeping"),
    path("setup/<uuid:workshop_id>/leaders/", leader_views.WorkshopLeaders.as_view(), name="api-leaders"),
    path("setup/<uuid:workshop_id>/reports/", setup_views.WorkshopReports.as_view(), name="api-reports"),
    path("setup/<uuid:workshop_id>/rehearsals/", operations_views.Rehearsals.as_view(), name="api-rehearsals"),
    path("operations/", operations_views.Operations.as_view(), name="api-operations"),
    path("rehearsals/", operations_views.AllRehearsals.as_view(), name="api-all-rehearsals"),
    path("rehearsals/<uuid:rehearsal_id>/", operations_views.OneRehearsal.as_view(), name="api-rehearsal"),
    # What is posted to an address that does not exist has no form that could be too old.
    re_path(r"^", csrf_exempt(lambda request: not_found(request))),
]
