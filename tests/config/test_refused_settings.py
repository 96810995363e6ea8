"""A setting that cannot be used ends the start with one line that names it."""

import pytest

from config import env


@pytest.mark.parametrize("value", ["", "kort", "change-me-" * 6])
def test_a_key_that_others_may_know_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_SECRET_KEY", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_SECRET_KEY: "):
        env.secret("IDEAHUB_SECRET_KEY")


def test_a_password_that_breaks_the_address_of_the_database_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDEAHUB_DATABASE_URL", "postgres://ideahub:a/b#c@postgres:5432/ideahub")
    with pytest.raises(env.SettingError, match=r"Setting IDEAHUB_DATABASE_URL: .*%2F"):
        env.database("IDEAHUB_DATABASE_URL", "")


@pytest.mark.parametrize("value", ["tillganglighet", "@exempel.se", "namn@", "namn@exempel.se och fler"])
def test_an_address_that_nobody_can_write_to_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_ACCESSIBILITY_CONTACT", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_ACCESSIBILITY_CONTACT: "):
        env.mail_address("IDEAHUB_ACCESSIBILITY_CONTACT")


@pytest.mark.parametrize("value", ["i våras", "2026-02-30", "30/9 2026"])
def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_ACCESSIBILITY_REVIEWED", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_ACCESSIBILITY_REVIEWED: "):
        env.day("IDEAHUB_ACCESSIBILITY_REVIEWED")
