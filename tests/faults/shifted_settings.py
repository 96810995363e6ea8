"""The service's settings with a clock that is wrong by as many seconds as a file says. Only experiments name this module."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import *  # noqa: F403
from ideahub.core import clock

_wrong_by = Path(os.environ["FAULTS_CLOCK_FILE"])


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(_wrong_by.read_text()))


# Settings are read before anything that takes the clock by name.
clock.now = now
