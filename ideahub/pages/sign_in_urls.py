"""The parts of allauth that are used: signing in by code or password, choosing a password, and signing out."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

from ideahub.pages.sign_in import ConfirmCode

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # Names that the library links to, whether or not they are open.
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("password/reset/", RedirectView.as_view(pattern_name="account_login"), name="account_reset_password"),
    path("email/", RedirectView.as_view(url="/settings/"), name="account_email"),
]
