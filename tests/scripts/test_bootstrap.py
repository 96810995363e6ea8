"""What `make run` prepares is prepared once, and again only where something changed."""

import json
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.bootstrap.front_end import node_env
from scripts.bootstrap.steps import at_once
from tests.support.service import ROOT

OURS = (
    "scripts/__init__.py", "scripts/bootstrap", "ideahub/__init__.py", "ideahub/embedded/__init__.py",
    "ideahub/embedded/words.py",
)  # fmt: skip
PYTHON, PACKAGES, NODE_PACKAGES, BUILD = (
    "Python environment", "Python packages (base)", "Front-end packages", "Building the front end",
)  # fmt: skip
PART = {"name": "part", "version": "1.0.0"}
FRONT_END = {"name": "front-end", "version": "1.0.0", "dependencies": {"part": "file:part"}}
BUILDS = """
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("dist/.vite", { recursive: true });
writeFileSync("dist/.vite/manifest.json", "{}");
"""


@dataclass
class Checkout:
    """A project that needs nothing from anywhere, with our way of preparing it."""

    folder: Path

    def prepare(self) -> list[str]:
        """What was done, as it was said."""
        done = subprocess.run(
            [sys.executable, "-m", "scripts.bootstrap", "simulate"],
            cwd=self.folder, env={**node_env(), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return [line.strip() for line in done.stdout.splitlines() if "✓" in line]

    def write(self, name: str, text: str) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def add(self, name: str, more: str) -> None:
        place = self.folder / name
        self.write(name, (place.read_text() if place.exists() else "") + more)

    def said(self) -> str:
        """All that pip, npm and the build have said so far."""
        return (self.folder / ".venv" / "bootstrap.log").read_text()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    folder = tmp_path_factory.mktemp("checkout")
    for name in OURS:
        there = folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, there)
    found = Checkout(folder)
    found.write("requirements/base.txt", "# Nothing\n")
    found.write("frontend/package.json", json.dumps({**FRONT_END, "scripts": {"build": "node build.mjs"}}))
    found.write("frontend/part/package.json", json.dumps(PART))
    lock = ["npm", "install", "--package-lock-only", "--offline", "--no-audit", "--no-fund"]
    subprocess.run(lock, cwd=folder / "frontend", env=node_env(), check=True, capture_output=True)
    found.write("frontend/build.mjs", BUILDS)
    steps = names_of(found.prepare())
    # The packages of both sides are installed at the same time.
    assert [step for step in steps if step != PACKAGES] == [PYTHON, NODE_PACKAGES, BUILD]
    assert PACKAGES in steps
    return found


def names_of(steps: list[str]) -> list[str]:
    return [step.removeprefix("✓ ").rpartition(" (")[0] for step in steps]


def test_nothing_is_done_again_when_nothing_changed(checkout: Checkout) -> None:
    before = checkout.said()
    assert checkout.prepare() == []
    assert checkout.said() == before


@pytest.mark.parametrize(
    ("file", "more", "again"),
    [
        ("frontend/src/app.ts", "export const changed = true;\n", [BUILD]),
        ("requirements/base.txt", "# Still nothing\n", [PACKAGES]),
        ("frontend/package-lock.json", "\n", [NODE_PACKAGES, BUILD]),
    ],
)
def test_what_changed_is_done_again_and_nothing_else(
    checkout: Checkout, file: str, more: str, again: list[str]
) -> None:
    checkout.add(file, more)
    assert names_of(checkout.prepare()) == again
    assert checkout.prepare() == []


def test_a_build_that_is_gone_is_made_again(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / "frontend" / "dist")
    assert names_of(checkout.prepare()) == [BUILD]


def test_a_checkout_that_cannot_be_written_is_one_line(checkout: Checkout, tmp_path: Path) -> None:
    for name in ("scripts", "ideahub"):
        shutil.copytree(checkout.folder / name, tmp_path / name)
    # For root every folder is writable; what is no folder is not.
    (tmp_path / ".venv").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bootstrap", "run"],
        cwd=tmp_path, env={**node_env(), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"This failed: {tmp_path}/.venv: File exists. You must be able to write in {tmp_path}.\n"


def test_what_does_not_need_each_other_is_done_at_once() -> None:
    both = threading.Barrier(2, timeout=10)

    def wait_for_the_other() -> None:
        both.wait()

    at_once(wait_for_the_other, wait_for_the_other)


def test_where_one_fails_its_last_words_are_shown_and_the_other_is_ended(checkout: Checkout) -> None:
    fails = """
from scripts.bootstrap.steps import at_once, run, step

def one():
    run(["sh", "-c", "echo first; echo no such part >&2; exit 3"])

def other():
    with step("Other"):
        run(["sh", "-c", "sleep 600; true"], tries=3)

at_once(other, one)
"""
    done = subprocess.run(
        [sys.executable, "-c", fails], cwd=checkout.folder, env={**node_env(), "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "first\nno such part\n" in done.stdout
    assert "✓" not in done.stdout
    assert done.stderr.startswith("This failed: sh.")


def test_a_build_that_fails_is_told_and_made_by_the_next_run(checkout: Checkout) -> None:
    checkout.write("frontend/build.mjs", "throw new Error('no such file');")
    with pytest.raises(AssertionError, match="no such file"):
        checkout.prepare()
    checkout.write("frontend/build.mjs", f"{BUILDS}// Mended\n")
    assert names_of(checkout.prepare()) == [BUILD]
