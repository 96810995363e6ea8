from django.urls import path

from ideahub.pages import report_views

urlpatterns = [
    path("reports/<uuid:workshop_id>/", report_views.report_page, name="report"),
    path("reports/<uuid:workshop_id>/report.pdf", report_views.report_pdf, name="report_pdf"),
]
