"""Plays a session with many phones over the public protocol, and says whether anything was lost, doubled or unlike."""

import asyncio
import json
import logging
import math
import random
import shutil
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from pydantic import ValidationError

from ideahub.demo.material import SessionTexts, read_texts
from ideahub.demo.simulation import words
from ideahub.demo.simulation.door import NoWayIn
from ideahub.demo.simulation.figures import Figures
from ideahub.demo.simulation.play import Options, Play

LINES_EVERY = 10
Number = TypeVar("Number", int, float)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []
    looks = 0
    # The step of which was told that the phones are done with it.
    told_of = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url", required=True, type=_address, help="where the service is, such as http://localhost:8000"
        )
        parser.add_argument("--code", required=True, help="the workshop's join code", type=_digits)
        parser.add_argument("--participants", type=_positive(_whole), default=120)
        parser.add_argument(
            "--speed", type=_positive(_number()), default=10.0, help="how many times faster than the data"
        )
        parser.add_argument("--data", type=Path, required=True, help="ideas, comments and actions to play, as JSON")
        parser.add_argument("--json", type=Path, metavar="OUT", help="writes all figures there")
        parser.add_argument("--seed", type=int, help="plays the same again; drawn and shown when not given")
        parser.add_argument("--facilitator", type=_credentials, metavar="EMAIL:PASSWORD", help="also leads, to the end")
        parser.add_argument(
            "--stay",
            type=_number(least=0),
            metavar="SECONDS",
            help="unled: how long the phones wait when nothing happens; without it 120, and 1800 once somebody leads from the board",
        )

    def handle(self, *args: object, **options: Any) -> None:
        seed = random.SystemRandom().randrange(1_000_000) if options["seed"] is None else options["seed"]
        texts = _read(options["data"])
        if options["json"]:
            _check_can_write(options["json"])
        # One line for each of thousands of requests would drown the progress.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        try:
            figures, play = asyncio.run(self._play(_options(options, seed), texts))
        except NoWayIn as error:
            raise CommandError(str(error)) from None
        except (asyncio.CancelledError, KeyboardInterrupt):
            raise CommandError(words.STOPPED) from None
        self.stdout.write("\n" + words.summary(figures, seed=seed))
        if play.left_alone:
            self.stdout.write("\n" + words.UNLED)
        if options["json"]:
            _write(options["json"], figures, options, seed)
        if not figures.is_good:
            raise CommandError(words.NOT_GOOD)

    async def _play(self, options: Options, texts: SessionTexts) -> tuple[Figures, Play]:
        """Ctrl-C ends it with the figures, twice without them."""
        play = Play(options, texts, self._tell)
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, play.stop)
        return await play.run(), play

    def _tell(self, play: Play) -> None:
        """On a terminal one line that changes, otherwise a line now and then; and once in each step what the phones wait for."""
        self.looks += 1
        look = play.room.look
        step = look.step or "–"
        # `left_s` is of a moment ago: the next step may have begun since.
        if play.left_s is not None and not look.is_busy and self.told_of != step:
            self.told_of = step
            self.stdout.write(("\r\x1b[K" if sys.stdout.isatty() else "") + words.waits(play))
        if sys.stdout.isatty():
            fits = shutil.get_terminal_size().columns - 1
            self.stdout.write(f"\r\x1b[K{words.progress(play)[:fits]}", ending="")
        elif self.looks % LINES_EVERY == 0:
            self.stdout.write(words.progress(play))
        self.stdout.flush()


def _options(options: dict[str, Any], seed: int) -> Options:
    return Options(
        url=options["url"],
        code=options["code"],
        participants=options["participants"],
        speed=options["speed"],
        seed=seed,
        stay_s=options["stay"],
        facilitator=options["facilitator"],
    )


def _read(path: Path) -> SessionTexts:
    try:
        return read_texts(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise CommandError(": ".join(part for part in (str(path), place, first["msg"]) if part)) from None


def _check_can_write(path: Path) -> None:
    """Before the session, since its figures would be gone after it."""
    try:
        path.open("a").close()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _write(path: Path, figures: Figures, options: dict[str, Any], seed: int) -> None:
    asked = {name: str(options[name]) for name in ("url", "code", "participants", "speed", "data")}
    path.write_text(json.dumps({"asked": {**asked, "seed": seed}, **figures.as_json()}, indent=1, ensure_ascii=False))


def _address(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ArgumentTypeError(f"{raw!r} is no address such as http://localhost:8000")
    return raw


def _digits(raw: str) -> str:
    digits = "".join(char for char in raw if char.isdigit())
    if not digits:
        raise ArgumentTypeError(f"{raw!r} is no join code such as 428617")
    return digits


def _whole(raw: str) -> int:
    try:
        return int(raw)
    except ValueError:
        raise ArgumentTypeError(f"{raw} is no whole number") from None


def _number(*, least: float = -math.inf) -> Callable[[str], float]:
    """«nan» and «inf» are numbers to Python, but a session with them never ends."""

    def read(raw: str) -> float:
        try:
            value = float(raw)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= least):
            raise ArgumentTypeError(f"{raw} is no number" + ("" if least == -math.inf else f" from {least:g} on"))
        return value

    return read


def _positive(kind: Callable[[str], Number]) -> Callable[[str], Number]:
    def read(raw: str) -> Number:
        value = kind(raw)
        if value <= 0:
            raise ArgumentTypeError(f"{raw} is not more than 0")
        return value

    return read


def _credentials(raw: str) -> tuple[str, str]:
    email, colon, password = raw.partition(":")
    if not colon:
        raise ArgumentTypeError("EMAIL:PASSWORD")
    return email, password
