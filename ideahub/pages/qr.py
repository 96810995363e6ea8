"""The QR code that leads into a workshop."""

import base64
import io

import segno
from django.conf import settings
from django.urls import reverse

from ideahub.workshops.models import Workshop

# Dark petrol on white, with the four modules of quiet space that readers need.
INK = "#052326"
QUIET_MODULES = 4


def join_link(workshop: Workshop) -> str:
    """The absolute address in the QR code; its token cannot be guessed, unlike the code."""
    return str(settings.PUBLIC_URL) + reverse("phone_qr", args=[workshop.qr_token])


def qr_data_uri(text: str) -> str:
    """The picture as an address of its own, for pages whose secret no other request may carry."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text)).decode()


def qr_svg(text: str) -> bytes:
    """A picture without a size of its own, readable with 15 % of it covered."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", dark=INK, light="#ffffff", border=QUIET_MODULES, omitsize=True, xmldecl=False, nl=False
    )
    return out.getvalue()
