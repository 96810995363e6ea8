"""Signs that a text may hold personal data, told to the reviewer in words. A hint, never a verdict."""

import re

PHONE = re.compile(r"(?<!\d)(?:\+46|0)[\s-]?\d{1,3}(?:[\s-]?\d{2,3}){2,3}(?!\d)")
IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+]?\d{4}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def flags_of(text: str) -> list[str]:
    """Any of `phone`, `identity_number`, `email`."""
    found = [("identity_number", IDENTITY_NUMBER), ("phone", PHONE), ("email", EMAIL)]
    return [name for name, pattern in found if pattern.search(text)]
