"""A participant's private receipt: made, made anew, taken away. What it shows stands on a page of its own."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from pydantic import BaseModel, Field
from rest_framework.request import Request

from ideahub.api.live_views import LiveView, body_of
from ideahub.core.errors import DomainError
from ideahub.pages.qr import qr_data_uri
from ideahub.plain.receipt_views import receipt_link
from ideahub.protocol.frames import FromClient
from ideahub.workshops.models import Participant, Receipt
from ideahub.workshops.receipts import drop_receipt, make_receipt, token_of


class Kept(BaseModel):
    """Whether there is a link, and which: null where it can no longer be told. `qr` is it as a picture, a `data:` address."""

    exists: bool
    url: str | None = None
    qr: str | None = None


class Made(BaseModel):
    url: str
    qr: str


class Press(FromClient):
    """`press` tells one press of the button from another: the same one, sent again, makes the same link."""

    press: str | None = Field(None, max_length=64)


class ReceiptView(LiveView):
    def person(self, request: Request, code: str) -> Participant:
        """Raises `not_allowed` for everybody but participants: a receipt is nobody else's."""
        actor = self.caller(request, self.workshop(code))
        if actor.participant is None:
            raise DomainError("not_allowed", _("Det görs på en telefon som är med i mötet."))
        return Participant.objects.get(pk=actor.participant)

    @extend_schema(summary="Whether the participant keeps a receipt, and its link", responses=Kept)
    def get(self, request: Request, code: str) -> HttpResponse:
        kept = Receipt.objects.filter(participant=self.person(request, code)).first()
        token = token_of(kept) if kept else None
        told = _made(token).model_dump() if token else {}
        return _private(JsonResponse(Kept(exists=kept is not None, **told).model_dump()))

    @extend_schema(summary="Make a receipt's link; one there was stops working", request=Press, responses={201: Made})
    def post(self, request: Request, code: str) -> HttpResponse:
        person = self.person(request, code)
        said = body_of(request, Press) if request.content_type == "application/json" else Press()
        return _private(JsonResponse(_made(make_receipt(person, press=said.press)).model_dump(), status=201))


class ReceiptDropView(ReceiptView):
    """By POST, which every caller of the protocol knows."""

    http_method_names = ["post", "options"]

    @extend_schema(summary="Take the receipt's link away", request=None, responses={200: Kept})
    def post(self, request: Request, code: str) -> HttpResponse:
        drop_receipt(self.person(request, code))
        return _private(JsonResponse(Kept(exists=False).model_dump()))


def _made(token: str) -> Made:
    url = receipt_link(token)
    return Made(url=url, qr=qr_data_uri(url))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
