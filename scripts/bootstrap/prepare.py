"""What each Make target needs before it can start."""

import os
import sys
from collections.abc import Callable

from scripts.bootstrap.front_end import ensure_front_end
from scripts.bootstrap.programs import ensure_postgres, ensure_test_programs
from scripts.bootstrap.python_env import ensure_environment, ensure_packages
from scripts.bootstrap.steps import PYTHON, ROOT, at_once
from scripts.bootstrap.yardsticks import ensure_yardsticks


def prepare(arguments: list[str]) -> None:
    """`run [options of manage.py up]` prepares and becomes the service; the others prepare and return."""
    targets: dict[str, Callable[[], None]] = {
        "run": _for_run,
        "bench": _for_bench,
        "simulate": _for_run,
        "dev": _for_checks,
        "test": _for_tests,
    }
    if not arguments or arguments[0] not in targets:
        sys.exit(f"python3 -m scripts.bootstrap {'|'.join(targets)}")
    os.chdir(ROOT)
    ensure_environment()
    targets[arguments[0]]()
    if arguments[0] == "run":
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), "manage.py", "up", *arguments[1:]])


def _for_run() -> None:
    at_once(lambda: ensure_front_end(build=True), lambda: ensure_packages("base"))


def _for_checks() -> None:
    at_once(lambda: ensure_front_end(build=False), lambda: ensure_packages("base", "dev"))


def _for_tests() -> None:
    ensure_test_programs()
    at_once(lambda: ensure_front_end(build=True), lambda: ensure_packages("base", "dev"))


def _for_bench() -> None:
    ensure_postgres()
    at_once(ensure_yardsticks, lambda: ensure_packages("base", "dev"))
