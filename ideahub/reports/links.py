"""Addresses of a report: one for those who sign in, and one with a key, for the mail, that opens it without."""

from uuid import UUID

from django.conf import settings
from django.core import signing

from ideahub.reports.models import Report

SALT = "ideahub.reports.read"
VALID_S = 180 * 24 * 3600


def public_link(workshop: UUID) -> str:
    return f"{settings.PUBLIC_URL}/reports/{workshop}/"


def private_link(report: Report) -> str:
    """Opens all versions of the workshop's report for half a year; a new secret key for the service ends it at once."""
    return f"{settings.PUBLIC_URL}{private_path(report.workshop_id)}"


def private_path(workshop: UUID) -> str:
    """The same within the service."""
    return f"/reports/{workshop}/?key={key_of(workshop)}"


def key_of(workshop: UUID) -> str:
    return signing.TimestampSigner(salt=SALT).sign(workshop.hex).partition(":")[2]


def opens(key: str, *, workshop: UUID) -> bool:
    """Whether `key` was made for this workshop's report and is not too old."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(f"{workshop.hex}:{key}", max_age=VALID_S)
    except signing.BadSignature:
        return False
    return True
