"""What `manage.py up` does before Django reads its settings: its arguments, the refusals, the environment."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from config import env
from ideahub.embedded import environment, guards, service
from ideahub.embedded.environment import Run

_run: Run | None = None
_lock: IO[str] | None = None
_web: subprocess.Popen[bytes] | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    # Read by `guards.read_port`, since what argparse says of a wrong one is about another command than the one that was given.
    parser.add_argument("--port", default="8000")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets phones on the same wifi in")


def begin(arguments: Sequence[str]) -> None:
    """Claims the data folder and sets the environment; ends the program with one line if the run may not start."""
    global _run, _lock, _web
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    options, _ = parser.parse_known_args(arguments)
    try:
        _lock = guards.claim_folder(environment.data_folder())
        port = guards.read_port(options.port)
        guards.check_port(host=options.host, port=port)
        if url := env.url("IDEAHUB_REDIS_URL", "", {"redis", "rediss", "unix"}):
            guards.check_redis(url)
        else:
            guards.check_valkey_program()
        try:
            _run = environment.plan(host=options.host, port=port)
        except OSError as error:
            raise guards.unwritable(environment.data_folder(), error) from None
        # It loads while Django is loaded here and the database prepared.
        _web = service.hold_web(_run)
    except guards.Refused as refusal:
        sys.exit(f"{refusal}")


def current() -> Run:
    """The run that `begin` planned."""
    if _run is None:
        begin(sys.argv[2:])
    assert _run is not None
    return _run


def held_web() -> subprocess.Popen[bytes]:
    """The web process that waits for the database."""
    current()
    assert _web is not None
    return _web
