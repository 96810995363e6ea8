"""How signing in behaves here: people are invited, nobody makes an account by themselves."""

import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView
from allauth.core import context as asking
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import User
from ideahub.mail.codes import mail_code
from ideahub.mail.domain import Letter
from ideahub.pages.known_devices import may_mail_code, remember_device
from ideahub.workshops.ways_in import look_again_where_led

# How long a mailed code stands for the old password after it has let somebody in.
CODE_COUNTS_S = 15 * 60

# The server's sentences instead of the library's, by the library's own keys.
SENTENCES = {
    "account_inactive": _("Kontot är avstängt. Be en ansvarig om hjälp."),
    "email_password_mismatch": _("Adressen och lösenordet hör inte ihop. Försök igen, eller mejla dig en kod."),
    "incorrect_code": _("Koden stämmer inte. Titta i det senaste mejlet."),
    "too_many_login_attempts": _("Det blev för många försök. Vänta några minuter och försök igen."),
    "enter_current_password": _("Lösenordet stämmer inte. Skriv det du har nu."),
    "too_many_codes": _(
        "Många koder har mejlats till adressen. Vänta upp till en timme, eller logga in med lösenord om du har valt ett."
    ),
    "rate_limited": _("Det gick för fort. Vänta en stund och försök igen."),
}


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {**DefaultAccountAdapter.error_messages, **SENTENCES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Boards that are open in this session end with it."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            look_again_where_led(user.id)

    def set_password(self, user: User, password: str) -> None:
        """Boards that are open in the user's other sessions end with those."""
        super().set_password(user, password)
        look_again_where_led(user.id)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where the page says that it is saved."""
        return "/settings/?password=saved"

    def generate_login_code(self) -> str:
        """Six digits: three tries a code and twenty codes an hour leave a guesser 6 in 100,000 an hour."""
        return f"{secrets.randbelow(1_000_000):06}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever gets it, through the outbox: not lost while the mail server is away for a moment."""
        found = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        language = found or translation.get_language()
        with translation.override(language):
            mail = self.render_mail(template_prefix, email, {"email": email, **context})
        letter = Letter(subject=mail.subject, text=str(mail.body), html="", language=language)
        mail_code(letter, code=context["code"], recipient=email, valid_s=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **how)
        remember_device(request, response, email=user.email)
        return response


class RequestCode(RequestLoginCodeForm):  # type: ignore[misc]
    """The library's form, with limits that a stranger cannot spend for somebody."""

    def clean_email(self) -> str:
        if not may_mail_code(asking.request, self.cleaned_data["email"]):
            raise InvitedOnly().validation_error("too_many_codes")
        return str(super().clean_email())


class ChangedPassword(ChangePasswordForm):  # type: ignore[misc]
    """The library's form. Who has just signed in by a mailed code is not asked for the password that there is: it may be forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _has_just_shown_a_code(asking.request):
            del self.fields["oldpassword"]


def _has_just_shown_a_code(request: HttpRequest) -> bool:
    shown = get_authentication_records(request, request.user)
    return bool(shown) and shown[-1]["method"] == "code" and time.time() - shown[-1]["at"] < CODE_COUNTS_S


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """The library's view, which also says how many tries are left, and counts a new code as the first was counted."""

    def _resend_form_valid(self, form: Any) -> HttpResponseBase:
        if may_mail_code(self.request, self._process.state["email"]):
            answer: HttpResponseBase = super()._resend_form_valid(form)
            return answer
        messages.error(self.request, InvitedOnly.error_messages["too_many_codes"])
        return redirect("account_confirm_login_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tries_left = self._process.max_attempts - self._process.state["failed_attempts"]
        return {**super().get_context_data(**kwargs), "tries_left": tries_left}
