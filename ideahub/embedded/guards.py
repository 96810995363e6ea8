"""What must be true before a run may start; each refusal is one line for the person at the terminal."""

import errno
import fcntl
import os
import socket
from pathlib import Path
from typing import IO

from ideahub.embedded import ports, valkey
from ideahub.embedded.words import say

LAST_PORT = 65535
# Below 1024 a port may be root's alone.
FIRST_FOR_ALL = 8000
# For a port that a run just killed still holds.
PATIENCE_S = 2.0


class Refused(Exception):
    """The run cannot start; the text says why and what to do, in one line."""


def claim_folder(folder: Path) -> IO[str]:
    """Keeps a second instance off the same data for as long as the returned file stays open."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "ideahub.lock").open("a+")
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        other = lock.read().strip() or "?"
        lock.close()
        raise Refused(
            say(f"Ideahub körs redan med datamappen {folder} (process {other}). Välj en annan med IDEAHUB_DATA_DIR.",
                f"Ideahub already runs with the data folder {folder} (process {other}). "
                "Choose another with IDEAHUB_DATA_DIR.")
        ) from None  # fmt: skip
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def unwritable(folder: Path, error: OSError) -> Refused:
    return Refused(
        say(f"Datamappen {folder} går inte att skriva i: {error.strerror}.",
            f"The data folder {folder} cannot be written: {error.strerror}.")
    )  # fmt: skip


def read_port(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and 0 < int(raw) <= LAST_PORT):
        raise Refused(
            say(f"Porten {raw or '(tom)'} finns inte. Välj ett tal från 1 till {LAST_PORT}.",
                f"The port {raw or '(empty)'} does not exist. Choose a number from 1 to {LAST_PORT}.")
        )  # fmt: skip
    return int(raw)


def check_port(*, host: str, port: int) -> None:
    """The port must be free; one in use gets a little time to come free, what else is wrong is said at once."""
    try:
        ports.wait_until(lambda: ports.obstacle(host=host, port=port) != errno.EADDRINUSE, timeout_s=PATIENCE_S)
        why = ports.obstacle(host=host, port=port)
    # A name that cannot even be looked up, such as one with a dot at its start, is a UnicodeError.
    except (socket.gaierror, UnicodeError):
        why = errno.EADDRNOTAVAIL
    if why in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        raise Refused(
            say(f"Adressen {host or '(tom)'} finns inte på den här datorn.",
                f"The address {host or '(empty)'} does not exist on this machine.")
        )  # fmt: skip
    if why in (errno.EACCES, errno.EPERM):
        raise Refused(
            say(f"Port {port} får du inte använda. Välj en annan: make run PORT={FIRST_FOR_ALL}",
                f"You may not use port {port}. Choose another: make run PORT={FIRST_FOR_ALL}")
        )  # fmt: skip
    if why is not None:
        other = port + 1 if port < LAST_PORT else FIRST_FOR_ALL
        raise Refused(
            say(f"Port {port} är upptagen. Välj en annan: make run PORT={other}",
                f"Port {port} is in use. Choose another: make run PORT={other}")
        )  # fmt: skip


def check_valkey_program() -> None:
    try:
        valkey.find_server()
    except valkey.NoServer:
        raise Refused(
            say("Ingen Redis finns: installera valkey-server eller redis-server, eller ange IDEAHUB_REDIS_URL.",
                "There is no Redis: install valkey-server or redis-server, or set IDEAHUB_REDIS_URL.")
        ) from None  # fmt: skip


def check_redis(url: str) -> None:
    if not valkey.wait_ready(url=url, timeout_s=5):
        place = url.split("://")[-1].rsplit("@", 1)[-1]
        raise Refused(
            say(f"Redis svarar inte på {place}.", f"Redis does not answer at {place}.")
        )  # fmt: skip
