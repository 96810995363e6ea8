"""The meeting without the app: forms that any browser can send, answered with a page. A GET changes nothing but the count of whom
something was shown to."""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideahub import metrics
from ideahub.core.actor import Actor, Audience
from ideahub.core.errors import DomainError
from ideahub.edge.counting import carry_out, counting_outage
from ideahub.edge.door import keep_cookie
from ideahub.edge.identity import Credentials, Unknown, identify, workshop_by_code
from ideahub.edge.knocking import COME_AGAIN_S, give_stock, has_proof, knocker_of, may_be_told
from ideahub.edge.pacing import take_in
from ideahub.edge.problems import STATUS
from ideahub.ideas.exposure import MOST_IN_A_WRITE, store_seen
from ideahub.pages.access import keep_private
from ideahub.pages.codes import read_code
from ideahub.plain.forms import COMMANDS, Filled, read_form
from ideahub.plain.page import door_page, meeting_page, typed
from ideahub.plain.reading import Meeting
from ideahub.protocol.frames import Result
from ideahub.workshops.joining import join
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.receipts import make_receipt, token_of


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Asks for the code; with a `code` on to the meeting. What was typed for another one is posted along: it stands in no address."""
    typed = (request.POST if request.method == "POST" else request.GET).get("code")
    if typed is None:
        form = _code_form(request)
        give_stock(request, form)
        return form
    if code := read_code(typed):
        return redirect("plain", code=code, preserve_request=request.method == "POST")
    problem = _("En möteskod är sex siffror. Jämför med skärmen och försök igen.")
    return _code_form(request, typed=typed[:40], problem=problem, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, code: str) -> HttpResponseBase:
    try:
        return _meeting(request, code)
    except (OperationalError, InterfaceError):
        # Nothing was decided, and what was typed must not go away with the page.
        context = {"kept": _typed(request), "again": request.path}
        return keep_private(render(request, "plain/unavailable.html", context, status=503))


def _typed(request: HttpRequest) -> list[str]:
    """All that was typed in what was sent, and what was passed on with it."""
    return [*typed(request.POST.dict()), *request.POST.getlist("kept")]


def _meeting(request: HttpRequest, code: str) -> HttpResponseBase:
    known = read_code(code)
    workshop = workshop_by_code(known) if known else None
    if workshop is None or workshop.status == "draft":
        return _wrong_code(request, code)
    actor = _participant(request, workshop)
    if request.method == "POST":
        doing = request.POST.get("do")
        if doing == "come":
            return _come(request, workshop, actor)
        return _join(request, workshop) if doing == "join" else _do(request, workshop, actor)
    if actor is None:
        return _door(request, workshop)
    return _show(request, Meeting(workshop, actor))


def _participant(request: HttpRequest, workshop: Workshop) -> Actor | None:
    """As who joined on this device, in the language that the page is read in."""
    try:
        actor = identify(workshop, Credentials(cookies=request.COOKIES, user=None, wants="participant"))
    except Unknown:
        return None
    return replace(actor, language=get_language() or actor.language)


def _code_form(request: HttpRequest, *, typed: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed, "problem": problem, "kept": _typed(request)}
    return keep_private(render(request, "plain/code.html", context, status=status))


def _wrong_code(request: HttpRequest, code: str) -> HttpResponse:
    if not may_be_told(knocker_of(request), right=False):
        return _turned_away(request, code)
    problem = _("Vi hittar inget öppet möte med koden %(code)s. Jämför med skärmen och försök igen.")
    return _code_form(request, typed=code[:40], problem=problem % {"code": code[:40]}, status=404)


def _turned_away(request: HttpRequest, code: str) -> HttpResponse:
    """Right code or wrong: the answer says nothing."""
    problem = _("Många koder har varit fel. Vänta några sekunder.")
    response = _code_form(request, typed=code[:40], problem=problem, status=429)
    response["Retry-After"] = str(COME_AGAIN_S)
    return response


def _come(request: HttpRequest, workshop: Workshop, actor: Actor | None) -> HttpResponse:
    """From the question for a code, with what was typed for a meeting that was not there."""
    kept = request.POST.getlist("kept")
    return _joined(request, workshop, actor, kept) if actor else _door(request, workshop, kept=kept)


def _door(request: HttpRequest, workshop: Workshop, **more: Any) -> HttpResponse:
    """For who has not joined. Unless a `problem` is to be told, a locked meeting is no more to be seen than one that does not exist."""
    tried = "problem" in more
    if workshop.locked and not tried:
        return _wrong_code(request, workshop.code)
    if workshop.status == "closed":
        if not may_be_told(knocker_of(request), right=False):
            return _turned_away(request, workshop.code)
        context = {"workshop": workshop, "kept": more.get("kept", ())}
        return keep_private(render(request, "plain/closed.html", context, status=410))
    if not tried and not has_proof(request, workshop) and not may_be_told(knocker_of(request), right=True):
        return _turned_away(request, workshop.code)
    return keep_private(door_page(request, workshop, **more))


def _join(request: HttpRequest, workshop: Workshop) -> HttpResponseBase:
    # What was written before the device lost its cookie is passed on until it can be copied into a form.
    kept = request.POST.getlist("kept")
    if actor := _participant(request, workshop):
        return _joined(request, workshop, actor, kept)
    if not has_proof(request, workshop) and not may_be_told(knocker_of(request), right=True):
        return _turned_away(request, workshop.code)
    try:
        joined = join(workshop, name=request.POST.get("name"), language=get_language())
    except DomainError as error:
        name = request.POST.get("name", "")
        problem = str(error.detail)
        return _door(request, workshop, name=name, problem=problem, kept=kept, status=STATUS[error.code])
    actor = Actor(Audience.PARTICIPANT, joined.participant.id, get_language() or joined.participant.language)
    response = _joined(request, workshop, actor, kept)
    keep_cookie(response, workshop.id, joined.token)
    return response


def _joined(request: HttpRequest, workshop: Workshop, actor: Actor, kept: list[str]) -> HttpResponse:
    """Where something is kept, the page itself: loading it again sends the form again, and shows it again."""
    if kept:
        return keep_private(meeting_page(request, Meeting(workshop, actor), kept=kept))
    return _back(workshop, "join")


def _back(workshop: Workshop, done: str, **more: object) -> HttpResponseRedirect:
    """To the page with what was done, so that loading it again sends nothing again."""
    return HttpResponseRedirect(f"{reverse('plain', args=[workshop.code])}?{urlencode({'done': done, **more})}#said")


def _do(request: HttpRequest, workshop: Workshop, actor: Actor | None) -> HttpResponseBase:
    form = read_form(request.POST.dict())
    if actor is None:
        problem = _("Du är inte med i mötet. Gå med först.")
        if form.doing == "vote":
            problem = _("Du är inte med i mötet, så dina röster sparades inte. Gå med och lägg dem igen.")
        return _door(request, workshop, problem=problem, kept=typed(form.fields), status=401)
    if form.doing == "receipt":
        person = Participant.objects.select_related("receipt").get(pk=actor.id)
        kept = getattr(person, "receipt", None)
        token = (kept and token_of(kept)) or make_receipt(person, press=str(form.command))
        return keep_private(HttpResponseRedirect(reverse("receipt", args=[token])))
    meeting = Meeting(workshop, actor)
    try:
        results = _carry_out(request, form, meeting)
    except DomainError as error:
        workshop.refresh_from_db()
        seen = Meeting(workshop, actor)
        return keep_private(
            meeting_page(request, seen, form=form, problem=str(error.detail), status=STATUS[error.code])
        )
    return _back(workshop, form.doing, **_numbered(form, results))


def _carry_out(request: HttpRequest, form: Filled, meeting: Meeting) -> list[Result]:
    """At the same pace and through the same door as the app's commands. Raises DomainError for the first that is refused."""
    if form.doing not in COMMANDS:
        raise DomainError("invalid", _("Det gick inte att läsa det som skickades."))
    commands = COMMANDS[form.doing](form, meeting)
    with counting_outage(commands):
        taken, refused = take_in(meeting.actor, commands)
    results = refused + carry_out(meeting.workshop.id, taken, request=request, way=metrics.BY_PLAIN_PAGE)
    for one in results:
        if not one.ok:
            raise DomainError(one.code or "invalid", one.detail, field=one.field)
    return results


def _numbered(form: Filled, results: list[Result]) -> dict[str, object]:
    """Of an idea its number, and whether it waits for review."""
    return {"number": results[0].number, "status": results[0].status} if form.doing == "idea" else {}


def _show(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    page = meeting_page(request, meeting)
    if request.method == "GET":
        # That it is counted is worth less than the page.
        with suppress(DatabaseError):
            store_seen(meeting.workshop.id, meeting.on_screen[:MOST_IN_A_WRITE])
    return keep_private(page)
