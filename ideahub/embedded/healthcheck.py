"""`python -m ideahub.embedded.healthcheck URL [STATUS]`: ends with 0 if URL answers 200, and with that status if given."""

import json
import sys
from urllib.error import URLError
from urllib.request import urlopen


def is_healthy(url: str, wanted: str | None = None) -> bool:
    try:
        with urlopen(url, timeout=4) as answer:
            return wanted is None or json.load(answer).get("status") == wanted
    except (URLError, OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy(*sys.argv[1:3]) else 1)
