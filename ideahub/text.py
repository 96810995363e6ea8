"""What people type, made canonical: NFC, trimmed, no characters that break a line, a screen or a file."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ideahub.core.errors import DomainError, Filled

BREAK = re.compile(r"\s*[\t\n\u2028\u2029]\s*")
# Tab and line breaks are text; other control characters, bidi overrides that could reorder a neighbour, and lone surrogates are not.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")

# What nobody sees and what could make two texts look alike. Joiners and marks stay where a script or an emoji needs them:
# each alternative in the group keeps one of those, everything else that matches is dropped. The phone has the same rule.
_NEEDS_MARKS = (
    "\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u18af\u1b00-\u1bff\ua840-\ua9ff"
    "\ufb1d-\ufdff\ufe70-\ufefc"
)
_PICTURE = "\u2190-\u2bff\U0001f000-\U0001faff"
UNSEEN = re.compile(
    f"([{_NEEDS_MARKS}][\u200b-\u200f\u061c]|[{_PICTURE}\ufe0f]\u200d(?=[{_PICTURE}])|\U0001f3f4[\U000e0020-\U000e007f]+)"
    "|[\u00ad\u034f\u061c\u115f\u1160\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def clean(raw: str, *, most: int, field: str, least: int = 1) -> str:
    """NFC, trimmed, line breaks as \\n, without what nobody sees; length counts code points. Raises DomainError `invalid`."""
    if FORBIDDEN.search(raw):
        raise DomainError(
            "invalid", _("Texten innehåller tecken som inte kan visas. Ta bort dem och försök igen."), field=field
        )
    seen = UNSEEN.sub(r"\1", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", seen).strip()
    if len(text) < least or (text and not any(unicodedata.category(one)[0] not in "CZ" for one in text)):
        raise DomainError("invalid", _("Skriv något först."), field=field)
    if len(text) > most:
        raise DomainError("invalid", too_long(len(text), most), field=field)
    return text


def clean_line(raw: str, *, most: int, field: str, least: int = 1) -> str:
    """As `clean`, in one line: a tab or a line break, however it is written, becomes a space with the spaces beside it."""
    return BREAK.sub(" ", clean(raw, most=most, field=field, least=least))


def clean_address(raw: str, *, field: str) -> str:
    """An address for mail, in small letters. Raises DomainError `invalid`."""
    address = raw.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        sentence = _("%(address)s ser inte ut som en adress. Skriv till exempel namn@exempel.se.")
        raise DomainError("invalid", sentence % {"address": raw[:80]}, field=field) from error
    return address


def too_long(length: int, most: int) -> object:
    over = length - most
    sentence = ngettext_lazy(
        "Texten är %(over)d tecken för lång. Högst %(most)d går att skicka.",
        "Texten är %(over)d tecken för lång. Högst %(most)d går att skicka.",
        over,
    )
    return Filled(sentence, over=over, most=most)
