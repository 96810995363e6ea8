"""Which language a reader gets: their own choice, their browser's, Swedish."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

Respond = Callable[[HttpRequest], HttpResponseBase]


class ReaderLanguage(LocaleMiddleware):
    """Django's own, with `?lang=sv|en` put first."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.GET.get("lang")
        if chosen in {"sv", "en"}:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
            return
        super().process_request(request)
