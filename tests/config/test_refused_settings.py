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
