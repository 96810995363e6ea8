"""A participant's private receipt: made, made anew, taken away. What it shows stands on a page of its own."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from pydantic import BaseModel
from rest_framework.request import Request

from ideahub.api.live_views import LiveView
from ideahub.core.errors import DomainError
from ideahub.pages.qr import qr_data_uri
from ideahub.plain.receipt_views import receipt_link
from ideahub.workshops.models import Participant, Receipt
from ideahub.workshops.receipts import drop_receipt, make_receipt


class Kept(BaseModel):
    """Whether there is a link. The link itself is told once, when it is made."""

    exists: bool


class Made(BaseModel):
    """`qr` is the link as a picture: a `data:` address."""

    url: str
    qr: str


class ReceiptView(LiveView):
    def person(self, request: Request, code: str) -> Participant:
        """Raises `not_allowed` for everybody but participants: a receipt is nobody else's."""
        actor = self.caller(request, self.workshop(code))
        if actor.participant is None:
            raise DomainError("not_allowed", _("Det görs på en telefon som är med i mötet."))
        return Participant.objects.get(pk=actor.participant)

    @extend_schema(summary="Whether the participant keeps a receipt", responses=Kept)
    def get(self, request: Request, code: str) -> HttpResponse:
        exists = Receipt.objects.filter(participant=self.person(request, code)).exists()
        return _private(JsonResponse(Kept(exists=exists).model_dump()))

    @extend_schema(summary="Make a receipt's link; one there was stops working", request=None, responses={201: Made})
    def post(self, request: Request, code: str) -> HttpResponse:
        url = receipt_link(make_receipt(self.person(request, code)))
        return _private(JsonResponse(Made(url=url, qr=qr_data_uri(url)).model_dump(), status=201))


class ReceiptDropView(ReceiptView):
    """By POST, which every caller of the protocol knows."""

    http_method_names = ["post", "options"]

    @extend_schema(summary="Take the receipt's link away", request=None, responses={200: Kept})
    def post(self, request: Request, code: str) -> HttpResponse:
        drop_receipt(self.person(request, code))
        return _private(JsonResponse(Kept(exists=False).model_dump()))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
