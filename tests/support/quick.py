"""The same application in a process where the live part's clock runs twenty times as fast: a minute is over in 3 s."""

import sys
import time

from config.asgi import application

TIMES = 20
_real = time.monotonic


def quick() -> float:
    return _real() * TIMES


for name, module in list(sys.modules.items()):
    # The guard counts what comes in by the real clock, or no flood would be one.
    if name.startswith("ideahub.live.") and name != "ideahub.live.guard" and vars(module).get("monotonic") is _real:
        module.monotonic = quick  # type: ignore[attr-defined]

__all__ = ["application"]
