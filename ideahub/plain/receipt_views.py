"""The private receipt. Its address is its key: whoever has it is let in, and nobody else can send its forms."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ideahub import metrics
from ideahub.commands import Sent
from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.edge.counting import carry_out
from ideahub.edge.log_context import about
from ideahub.pages.access import keep_secret
from ideahub.pages.qr import qr_data_uri
from ideahub.plain.fate import by_table, fates_of, votes_of
from ideahub.plain.left import comments_of, has_left_anything, supported_by
from ideahub.plain.reading import Meeting
from ideahub.protocol.frames import Result
from ideahub.workshops.models import Participant, Receipt
from ideahub.workshops.receipts import drop_receipt, find_receipt, made_by, make_receipt, press_on


def receipt_link(token: str) -> str:
    return str(settings.PUBLIC_URL) + reverse("receipt", args=[token])


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who has just removed their link."""
    return keep_secret(render(request, "plain/receipt_gone.html", {"removed": True}))


# A page that sends no referrer sends no origin either, by which Django would know its own forms. The address holds 256
# random bits: who can send to it has it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, token: str) -> HttpResponseBase:
    found = find_receipt(token)
    if found is None and (moved := _moved_to(request, token)):
        return keep_secret(_renewed(moved))
    if found is None:
        return keep_secret(render(request, "plain/receipt_gone.html", {"removed": False}, status=404))
    about(found.participant.workshop_id)
    if request.method == "POST":
        return keep_secret(_do(request, found, token))
    return keep_secret(_show(request, found, token))


def _moved_to(request: HttpRequest, token: str) -> str | None:
    """To whoever pressed on the old page, and had no answer, the link that they got. Neither its address nor the press alone tells
    anybody where the receipt is now."""
    press = request.POST.get("press")
    return made_by(press, on=token) if press and request.POST.get("do") == "renew" else None


def _renewed(token: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("receipt", args=[token]) + "?done=renew")


def _do(request: HttpRequest, found: Receipt, token: str) -> HttpResponse:
    """One of four buttons; anything else changes nothing."""
    doing = request.POST.get("do")
    if doing == "drop":
        drop_receipt(found.participant)
        return HttpResponseRedirect(reverse("receipt_gone"))
    if doing == "renew":
        return _renewed(make_receipt(found.participant, press=request.POST.get("press")))
    if doing == "erase":
        outcome = "erase" if erase_all(request, found.participant).ok else "not_erased"
        return HttpResponseRedirect(f"{reverse('receipt', args=[token])}?done={outcome}")
    return HttpResponseRedirect(reverse("receipt", args=[token]))


def erase_all(request: HttpRequest, person: Participant) -> Result:
    """Whatever they have written and support now, however often it is pressed."""
    sent = Sent(_actor(person), {"id": str(new_id()), "name": "mine.erase"})
    return carry_out(person.workshop_id, [sent], request=request, way=metrics.BY_PLAIN_PAGE)[0]


def _actor(person: Participant) -> Actor:
    return Actor(Audience.PARTICIPANT, person.id, get_language() or person.language)


def _show(request: HttpRequest, found: Receipt, token: str) -> HttpResponse:
    meeting = Meeting(found.participant.workshop, _actor(found.participant))
    fates, votes = fates_of(meeting), votes_of(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "workshop": meeting.workshop,
        "held_at": meeting.workshop.opened_at or meeting.workshop.starts_at,
        "fates": [one for one in fates if not one.table],
        "tables": by_table(fates),
        "comments": comments_of(meeting),
        "supported": supported_by(meeting),
        "removable": has_left_anything(meeting),
        "asks": request.GET.get("remove") == "all",
        "done": request.GET.get("done", ""),
        "votes": votes,
        "points_given": sum(one.points for one in votes),
        "link": receipt_link(token),
        "here": reverse("receipt", args=[token]),
        "press": press_on(token),
        "qr": qr_data_uri(receipt_link(token)),
    }
    return render(request, "plain/receipt.html", context)
