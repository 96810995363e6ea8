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


@pytest.mark.parametrize("value", ["--5", "²", "5 s", "61", "-1", ""])
def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_DRAIN_S", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_DRAIN_S: "):
        env.number("IDEAHUB_DRAIN_S", 5, least=0, most=60)


@pytest.mark.parametrize(
    "value",
    [
        "postgres://a:b@db.example.org/ideahub?sslmode=verify-full",
        "sqlite://data/ideahub.sqlite3",
        "sqlite:///srv/a#1/ideahub.sqlite3",
    ],
)
def test_no_part_of_the_address_of_the_database_is_left_out_unsaid(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_DATABASE_URL", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_DATABASE_URL: "):
        env.database("IDEAHUB_DATABASE_URL", "")


@pytest.mark.parametrize("value", ["smtp://", "smtp://u:s3cret@h:port", "smtp://u:s3cr[et@h", "mail.example.org"])
def test_a_mail_server_that_is_none_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("IDEAHUB_SMTP_URL", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_SMTP_URL: ") as refused:
        env.url("IDEAHUB_SMTP_URL", "", {"smtp"}, needs_host=True)
    assert "s3cr" not in str(refused.value)


@pytest.mark.parametrize("value", ["sqlite://ideahub.sqlite3", "sqlite:///", "postgres://", "postgres://u:p@host"])
def test_an_address_that_names_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_DATABASE_URL", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_DATABASE_URL: "):
        env.database("IDEAHUB_DATABASE_URL", "")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://Ideahub.Example.org/", "https://ideahub.example.org"),
        ("https://ideahub.example.org:443", "https://ideahub.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:80", "http://[::1]"),
        ("", "https://default.example.org:8443"),
    ],
)
def test_an_address_is_read_as_browsers_write_it(monkeypatch: pytest.MonkeyPatch, value: str, read: str) -> None:
    """Written otherwise it would be nobody's origin: each socket and each form of our own pages would be refused."""
    monkeypatch.setenv("IDEAHUB_PUBLIC_URL", value)
    assert env.origin("IDEAHUB_PUBLIC_URL", "https://default.example.org:8443") == read


@pytest.mark.parametrize(
    "value",
    ["ideahub.example.org", "https://", "https://example.org/ideahub", "https://a@example.org", "https://idéer.se",
     "https://example.org:port", "ftp://example.org", "http://["],
)  # fmt: skip
def test_what_no_browser_would_write_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_EXTRA_ORIGINS", f"https://example.org,{value}")
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_EXTRA_ORIGINS: "):
        env.origins("IDEAHUB_EXTRA_ORIGINS")


@pytest.mark.parametrize("value", ["ideahub", "Ideahub <ideahub>", "Ideahub <@example.org>"])
def test_a_sender_without_an_address_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("IDEAHUB_MAIL_FROM", value)
    with pytest.raises(env.SettingError, match="Setting IDEAHUB_MAIL_FROM: "):
        env.sender("IDEAHUB_MAIL_FROM", "")
