"""What a run that nobody configured uses."""

import os
import stat
from pathlib import Path

import pytest

from ideahub.embedded import environment, network, service


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the data folder is set, and what a test sets is taken back after it."""
    for name in (*environment.KEPT, "IDEAHUB_DEBUG", "IDEAHUB_TRUSTED_PROXY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("IDEAHUB_DATA_DIR", str(tmp_path))


def test_secret_key_is_kept_from_one_start_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.plan(host="127.0.0.1", port=8000)
    first = os.environ["IDEAHUB_SECRET_KEY"]
    monkeypatch.setenv("IDEAHUB_SECRET_KEY", "")
    environment.plan(host="127.0.0.1", port=8000)
    assert os.environ["IDEAHUB_SECRET_KEY"] == first
    assert len(first) >= 50


def test_files_with_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    environment.plan(host="127.0.0.1", port=8000)
    for name in ("secret_key", "last_run.env"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_database_and_the_logs_are_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are written by others, who ask nobody: the folder around them is what keeps people out."""
    for number, begin in enumerate((lambda: environment.plan(host="127.0.0.1", port=8000), environment.adopt)):
        folder = tmp_path / "kept" / str(number)
        monkeypatch.setenv("IDEAHUB_DATA_DIR", str(folder))
        monkeypatch.setenv("IDEAHUB_SECRET_KEY", "")
        begin()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_the_environment_says_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDEAHUB_REDIS_URL", "redis://redis.example.org:6379/0")
    monkeypatch.setenv("IDEAHUB_PUBLIC_URL", "https://ideahub.example.org")
    run = environment.plan(host="127.0.0.1", port=8000)
    assert run.valkey is None
    assert os.environ["IDEAHUB_PUBLIC_URL"] == "https://ideahub.example.org"


def test_other_commands_find_what_the_run_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that took the folder's empty SQLite, while people are in a PostgreSQL, would be found out when it is needed."""
    monkeypatch.setenv("IDEAHUB_DATABASE_URL", "postgres://ideahub:secret@db.example.org/ideahub")
    environment.plan(host="127.0.0.1", port=8000)
    chosen = {
        name: os.environ[name]
        for name in ("IDEAHUB_SECRET_KEY", "IDEAHUB_REDIS_URL", "IDEAHUB_PUBLIC_URL", "IDEAHUB_DATABASE_URL")
    }
    for name in chosen:
        monkeypatch.setenv(name, "")
    environment.adopt()
    assert {name: os.environ[name] for name in chosen} == chosen


def test_tracebacks_and_mail_are_shown_on_this_machine_only() -> None:
    environment.plan(host="127.0.0.1", port=8000)
    assert os.environ["IDEAHUB_DEBUG"] == "1"


def test_nothing_internal_is_shown_to_the_wifi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "lan_addresses", lambda: ["192.0.2.7"])
    environment.plan(host="0.0.0.0", port=8105)
    assert os.environ["IDEAHUB_DEBUG"] == "0"
    assert os.environ["IDEAHUB_PUBLIC_URL"] == "http://192.0.2.7:8105"
    assert os.environ["IDEAHUB_ALLOWED_HOSTS"] == "192.0.2.7,localhost,127.0.0.1"
    assert os.environ["IDEAHUB_EXTRA_ORIGINS"] == "http://localhost:8105,http://127.0.0.1:8105"


def test_behind_a_proxy_the_public_name_is_let_in_and_nothing_internal_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IDEAHUB_PUBLIC_URL", "https://ideahub.example.org")
    environment.plan(host="127.0.0.1", port=8000)
    assert os.environ["IDEAHUB_ALLOWED_HOSTS"] == "ideahub.example.org,localhost,127.0.0.1"
    assert os.environ["IDEAHUB_DEBUG"] == "0"


def test_behind_a_proxy_its_word_on_the_caller_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--proxy-headers" not in service.web_command(host="127.0.0.1", port=8000)
    monkeypatch.setenv("IDEAHUB_TRUSTED_PROXY", "1")
    assert "--proxy-headers" in service.web_command(host="127.0.0.1", port=8000)
