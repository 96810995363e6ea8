"""Programs that the tests drive and that no package index brings: Chromium and PostgreSQL."""

import os
import shutil
import sys
from pathlib import Path

from ideahub.embedded.words import say
from scripts.bootstrap.steps import run, step

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_test_programs() -> None:
    """Installs what is missing where that needs no question (root with apt); otherwise says what to install and ends."""
    _ensure({"chromium": _has_chromium(), "postgresql": _has_postgres()})


def ensure_postgres() -> None:
    """The same for what the bench needs."""
    _ensure({"postgresql": _has_postgres()})


def _ensure(programs: dict[str, bool]) -> None:
    missing = [name for name, present in programs.items() if not present]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with step(say("Testprogram: ", "Test programs: ") + ", ".join(missing)):
            run(["apt-get", "update", "-q"], tries=3, env=env)
            run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], tries=3, env=env)
        return
    sys.exit(
        say("Testerna behöver ", "The tests need ")
        + f"{' and '.join(missing)}: sudo apt-get install {' '.join(missing)}"
    )  # fmt: skip


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in CHROMIUM)


def _has_postgres() -> bool:
    return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"))
