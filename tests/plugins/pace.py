"""What makes a run of all tests shorter and changes nothing of what they show."""

import gc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The slowest first: those that wait for servers, clocks or limits, and those that look at many screens.
LONGEST = (
    "tests/e2e/test_leaders_screens.py",
    "tests/e2e/test_arena_day.py",
    "tests/e2e/test_organizer.py",
    "tests/e2e/test_rare_screens.py",
    "tests/e2e/test_everybody.py",
    "tests/e2e/test_rare_leaders.py",
    "tests/e2e/test_served_pages.py",
    "tests/e2e/test_suggesting.py",
    "tests/e2e/test_models.py",
    "tests/embedded/test_up.py",
    "tests/demo/test_simulate_from_the_board.py",
    # Computes all the time, while those around it mostly wait.
    "tests/contract/test_cases.py",
    "tests/live/test_silent_process.py",
    "tests/live/test_database_away.py",
    "tests/reports/test_worker.py",
    "tests/operations/test_rehearsal.py",
    "tests/eventlog/test_fold.py",
    "tests/live/test_drain.py",
    "tests/live/test_closing.py",
    "tests/demo/test_simulate.py",
    "tests/load/test_small_run.py",
    "tests/live/test_conversations.py",
    "tests/load/test_instrument.py",
    "tests/backup/test_restore_under_load.py",
    "tests/live/test_without_redis.py",
    "tests/voting/test_merging.py",
    "tests/voting/test_restoring.py",
    "tests/live/test_figures.py",
    "tests/reports/test_pdf.py",
    "tests/reports/test_lifecycle.py",
    "tests/scripts/test_bootstrap.py",
    "tests/faults/test_harness.py",
    "tests/live/test_secrets.py",
    "tests/live/test_minute.py",
    "tests/reports/test_closing.py",
    "tests/embedded/test_warden.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: with `--dist loadfile --no-loadscope-reorder` no process is left with one of them at the end."""
    first = {path: at for at, path in enumerate(longest_first([item.path for item in items]))}
    items.sort(key=lambda item: first[item.path])


def longest_first(paths: Sequence[Path]) -> list[Path]:
    """Each file once, given as often as it has tests; behind the longest those with most tests first."""
    tests = Counter(paths)
    known = {ROOT / name: at for at, name in enumerate(LONGEST)}
    return sorted(tests, key=lambda path: (known.get(path, len(known)), -tests[path]))


def pytest_collection_finish() -> None:
    """What was collected is there until the end: the collector of garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()
