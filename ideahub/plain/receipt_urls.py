from django.urls import path

from ideahub.plain import receipt_views

urlpatterns = [
    path("", receipt_views.gone, name="receipt_gone"),
    path("<str:token>/", receipt_views.receipt, name="receipt"),
    path("<str:token>", receipt_views.receipt),
]
