"""The report on the web and as PDF: for those with a role in its arena, and for whoever has the key from the mail."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideahub.accounts.queries import role_of
from ideahub.edge.log_context import about
from ideahub.pages.access import keep_secret
from ideahub.reports import facts, links
from ideahub.reports.models import Report
from ideahub.reports.queries import latest_report
from ideahub.reports.sheet import lay_out
from ideahub.reports.words import LANGUAGES, Words, words_in
from ideahub.workshops.models import Workshop


@require_safe
def report_page(request: HttpRequest, workshop_id: UUID) -> HttpResponseBase:
    if not _may_read(request, workshop_id):
        return _turn_away(request, workshop_id)
    report = latest_report(workshop_id)
    if report is None:
        return keep_secret(_waiting(request, workshop_id))
    return keep_secret(render(request, "reports/report.html", _page(request, report)))


@require_safe
def report_pdf(request: HttpRequest, workshop_id: UUID) -> HttpResponseBase:
    if not _may_read(request, workshop_id):
        return _turn_away(request, workshop_id)
    report = latest_report(workshop_id)
    if report is None or report.pdf is None:
        raise Http404
    data = facts.from_json(report.data)
    name = words_in(data.language).file_name(report.version)
    response = HttpResponse(bytes(report.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return keep_secret(response)


def _may_read(request: HttpRequest, workshop_id: UUID) -> bool:
    about(workshop_id)
    arena = Workshop.objects.filter(pk=workshop_id, removed_at=None).values_list("arena", flat=True).first()
    if arena is None:
        return False
    if _has_key(request, workshop_id):
        return True
    return request.user.is_authenticated and bool(role_of(user_id=request.user.pk, arena_id=arena))


def _has_key(request: HttpRequest, workshop_id: UUID) -> bool:
    key = request.GET.get("key")
    return key is not None and links.opens(key, workshop=workshop_id)


def _turn_away(request: HttpRequest, workshop_id: UUID) -> HttpResponseBase:
    """To sign in, whether or not there is such a report; somebody signed in, or with a key, learns only that it opens none. Whose key is
    good is told that the meeting has been removed."""
    if _has_key(request, workshop_id):
        return keep_secret(render(request, "pages/report_gone.html", status=410))
    if request.user.is_authenticated:
        raise Http404
    if "key" in request.GET:
        return keep_secret(render(request, "pages/report_link_over.html", {"here": request.path}, status=404))
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def _waiting(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Until the worker has written the first version; looks again by itself."""
    workshop = Workshop.objects.get(pk=workshop_id)
    words, ways = _languages(request, workshop.language, workshop_id)
    newest = Report.objects.filter(workshop=workshop).order_by("-version").first()
    if newest is None:
        sentence = words.labels.not_closed
    elif newest.state == Report.State.FAILED:
        sentence = words.labels.not_written
    else:
        sentence = words.labels.being_written
    context = ways | {
        "title": workshop.title,
        "labels": words.labels,
        "language": words.code,
        "sentence": sentence,
        "here": request.get_full_path(),
    }
    return render(request, "reports/waiting.html", context)


def _page(request: HttpRequest, report: Report) -> dict[str, object]:
    """In the meeting's language unless the reader asks for the other one; what people wrote stays as they wrote it."""
    data = facts.from_json(report.data)
    words, ways = _languages(request, data.language, report.workshop_id)
    kept = _kept_key(request, report.workshop_id)
    return ways | {
        "sheet": lay_out(data, words),
        "version": report.version,
        "pdf_href": f"report.pdf?{kept.removeprefix('&')}".rstrip("?"),
    }


def _languages(request: HttpRequest, spoken: str, workshop_id: UUID) -> tuple[Words, dict[str, object]]:
    """The words to use, and what a page says of the meeting's language and of the way to the other one."""
    asked = request.GET.get("lang", "")
    words = words_in(asked if asked in LANGUAGES else spoken)
    other = next(code for code in LANGUAGES if code != words.code)
    return words, {
        "spoken": spoken if spoken != words.code else "",
        "other_language": other,
        "other_name": {"sv": "Svenska", "en": "English"}[other],
        "other_href": f"?lang={other}{_kept_key(request, workshop_id)}",
    }


def _kept_key(request: HttpRequest, workshop_id: UUID) -> str:
    return f"&key={request.GET['key']}" if _has_key(request, workshop_id) else ""
