"""What people type, made canonical: NFC, trimmed, no characters that break a line, a screen or a file."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ideahub.core.errors import DomainError

# Tab and line breaks are text; other control characters, bidi overrides that could reorder a neighbour, and lone surrogates are not.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def clean(raw: str, *, most: int, field: str, least: int = 1) -> str:
    """NFC, trimmed, line breaks as \\n. Raises DomainError `invalid` with the reason. Length counts code points."""
    if FORBIDDEN.search(raw):
        raise DomainError(
            "invalid", _("Texten innehåller tecken som inte kan visas. Ta bort dem och försök igen."), field=field
        )
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) < least or (text and not any(unicodedata.category(one)[0] not in "CZ" for one in text)):
        raise DomainError("invalid", _("Skriv något först."), field=field)
    if len(text) > most:
        raise DomainError("invalid", too_long(len(text), most), field=field)
    return text


def too_long(length: int, most: int) -> object:
    over = length - most
    return ngettext_lazy(
        "Texten är %(over)d tecken för lång. Högst %(most)d går att skicka.",
        "Texten är %(over)d tecken för lång. Högst %(most)d går att skicka.",
        over,
    ) % {"over": over, "most": most}
