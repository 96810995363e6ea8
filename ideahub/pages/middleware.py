"""What holds for all pages: the reader's language, and what happens while the front end is not built."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from ideahub.pages import errors
from ideahub.pages.manifest import FrontEndMissing

YEAR_S = 365 * 24 * 3600


class ReaderLanguage(LocaleMiddleware):
    """The reader's own choice, else their browser's language, else Swedish. `?lang=sv|en` chooses, for a year."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.GET.get("lang")
        if chosen not in dict(settings.LANGUAGES):
            super().process_request(request)
            return
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        chosen = request.GET.get("lang")
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=YEAR_S,
                secure=settings.HTTPS,
                samesite="Lax",
            )
        return super().process_response(request, response)


class FrontEndBuilt:
    """Answers with one clear page when the front end is not built."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.not_built(request) if isinstance(exception, FrontEndMissing) else None
