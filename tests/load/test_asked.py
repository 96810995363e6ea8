"""What a measurement cannot use of what it was asked is said at once, not after the minutes that it takes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.__main__ import read_options
from tests.load.__main__ import _arguments
from tests.load.client.driver import compiler

READERS = [_arguments, read_options]


def asked(monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], *options: str) -> object:
    monkeypatch.setattr(sys, "argv", ["measure", *options])
    return read()


@pytest.mark.parametrize("read", READERS)
def test_a_place_where_nothing_can_be_written_is_refused(
    read: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file" / "told.json"):
        with pytest.raises(SystemExit):
            asked(monkeypatch, read, "--out", str(place))
        assert f"{place} cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("read", READERS)
def test_a_folder_that_is_missing_is_made_and_what_was_there_is_kept(
    read: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, earlier = tmp_path / "new" / "told.json", tmp_path / "earlier.json"
    earlier.write_text("{}")
    asked(monkeypatch, read, "--out", str(fresh))
    asked(monkeypatch, read, "--out", str(earlier))
    assert fresh.parent.is_dir()
    assert not fresh.exists()
    assert earlier.read_text() == "{}"


@pytest.mark.parametrize("name", ["bench.svg", "bench.md"])
def test_the_figures_are_not_written_where_the_chart_or_the_tables_go(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit):
        asked(monkeypatch, _arguments, "--out", str(tmp_path / name))
    # A profile is a picture.
    asked(monkeypatch, _arguments, "--profile", "--out", str(tmp_path / name))


def test_a_number_of_clients_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLIENTS", "many")
    with pytest.raises(SystemExit):
        asked(monkeypatch, read_options)
    assert "many" in capsys.readouterr().err


def test_a_compiler_that_cannot_make_a_program_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "cc"
    broken.write_text("#!/bin/sh\necho 'sys/epoll.h: No such file' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert compiler() is None
