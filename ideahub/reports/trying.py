"""How often something about a report is tried again, and after how long."""

from datetime import timedelta

MOST_TRIES = 8
BACK_OFF_S = (10, 30, 60, 120, 300, 900, 3600)


def wait_after(tries: int) -> timedelta:
    """Until the next try, when there have been so many."""
    return timedelta(seconds=BACK_OFF_S[min(tries, len(BACK_OFF_S)) - 1])
