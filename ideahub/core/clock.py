"""The server's clock, the only one that decides when an input is open."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)


def to_wire(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, ending in Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
