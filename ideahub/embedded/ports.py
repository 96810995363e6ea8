"""Questions about TCP ports on this machine."""

import random
import socket
import time
from collections.abc import Callable

# Below what systems hand out to outgoing connections, which would otherwise take a port between choosing and listening.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    """A port nobody listens on now, drawn at random so that two who choose at once rarely meet."""
    while is_taken(host="127.0.0.1", port=(port := random.randint(FIRST, LAST))):
        pass
    return port


def is_taken(*, host: str, port: int) -> bool:
    """Whether a server could not listen on `host`:`port`. Raises socket.gaierror for an unknown host."""
    return obstacle(host=host, port=port) is not None


def obstacle(*, host: str, port: int) -> int | None:
    """Why a server could not listen on `host`:`port`, as an errno. Raises socket.gaierror for an unknown host."""
    family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    try:
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.errno
    return None


def answers(*, port: int, host: str = "127.0.0.1") -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def wait_until(ready: Callable[[], bool], *, timeout_s: float, every_s: float = 0.05) -> bool:
    """Asks `ready` until it says yes or `timeout_s` seconds are over; returns its last word."""
    end = time.monotonic() + timeout_s
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(every_s)
    return True
