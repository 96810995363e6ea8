"""Error pages that say what happened and what to do."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("Sidan har varit öppen för länge. Ladda om den och försök igen.", status=403, content_type="text/plain; charset=utf-8")
