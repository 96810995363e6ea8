"""What people put into the code field: a code as it is said, as it is written, or the whole link."""

import re

CODE = re.compile(r"\d{6}")
QR_LINK = re.compile(r"/q/([\w-]{20,32})/?$")
JOIN_LINK = re.compile(r"/j/(\d{6})/?$")
MOST_CHARS = 200


def read_target(typed: str) -> str | None:
    """The path that what was typed leads to, or None when it holds no code."""
    text = typed.strip()[:MOST_CHARS]
    if link := QR_LINK.search(text):
        return f"/q/{link[1]}"
    if link := JOIN_LINK.search(text):
        return f"/j/{link[1]}"
    code = read_code(text)
    return f"/j/{code}" if code else None


def read_code(typed: str) -> str | None:
    """Six ASCII digits; spaces and hyphens between them do not count."""
    digits = re.sub(r"[\s\u00a0\u202f-]", "", typed)
    return digits if CODE.fullmatch(digits) and digits.isascii() else None
