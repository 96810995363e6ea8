"""Where in the log a client says that it is."""

MOST_DIGITS = 18


def position(raw: str) -> int | None:
    """The seq that the text says, or None where it says none that a log could have."""
    return int(raw) if raw.isdecimal() and len(raw) <= MOST_DIGITS else None
