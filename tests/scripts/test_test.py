"""`make test` finds each test that drives a browser or starts several servers."""

from pathlib import Path

import pytest

from scripts.test import BROWSERS, OFFLINE, TOPOLOGY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("kind", "folders"), [("browser", {BROWSERS, OFFLINE}), ("topology", {TOPOLOGY})])
def test_each_lies_where_it_is_looked_for(kind: str, folders: set[str]) -> None:
    files = [path for path in (ROOT / "tests").rglob("*.py") if f"mark.{kind}" in path.read_text()]
    assert {"/".join(path.relative_to(ROOT).parts[:2]) for path in files} == folders
