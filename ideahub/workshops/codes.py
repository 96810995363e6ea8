"""What people type and scan to get into a workshop."""

import secrets
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from ideahub.workshops.models import Workshop

TRIES = 20


def new_code() -> str:
    """Six digits, none of them a leading zero, so that it survives being read as a number."""
    return str(100_000 + secrets.randbelow(900_000))


def new_qr_token() -> str:
    """128 random bits, in characters that an address may hold."""
    return secrets.token_urlsafe(16)


def create_with_codes(*, pick_code: Callable[[], str] = new_code, **fields: Any) -> Workshop:
    """A workshop with a join code that no other one has. Raises IntegrityError if none is found free."""
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic():
                return Workshop.objects.create(code=pick_code(), qr_token=new_qr_token(), **fields)
        except IntegrityError:
            continue
    return Workshop.objects.create(code=pick_code(), qr_token=new_qr_token(), **fields)
