"""Programs that the tests drive and that no package index brings: Chromium and PostgreSQL."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ideahub.embedded.words import say
from scripts.bootstrap.steps import run, step

# The one without windows is the smaller to install. It takes as much CPU for the same tests.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_test_programs() -> None:
    """Installs what is missing where that needs no question (root with apt); otherwise says what to install and ends."""
    _ensure({"chromium": chromium() is not None, "postgresql": _has_postgres()})


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
            missing = [_as_packaged(name) for name in missing]
            run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], tries=3, env=env)
        return
    sys.exit(
        say("Testerna behöver ", "The tests need ")
        + f"{' and '.join(missing)}: sudo apt-get install {' '.join(missing)}"
    )  # fmt: skip


def chromium() -> str | None:
    """Where it is on this machine."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def _as_packaged(name: str) -> str:
    """Not every system that knows apt has a Chromium without windows."""
    if name != "chromium":
        return name
    found = subprocess.run(["apt-cache", "show", CHROMIUM[0]], capture_output=True, check=False)
    return CHROMIUM[0] if found.returncode == 0 else name


def _has_postgres() -> bool:
    return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"))
