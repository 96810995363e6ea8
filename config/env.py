"""Small readers of environment variables that refuse nonsense.

Each setting of the service is read through one of these, so that a mistyped value stops the start with one clear line
instead of surfacing in the middle of a meeting.
"""

import os
import re
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

USUAL_PORTS = {"http": 80, "https": 443}


class SettingError(SystemExit):
    """A setting has a value that cannot be used; the process ends with one line that names it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Setting {name}: {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def secret(name: str) -> str:
    """At least 50 characters, and not those of an example."""
    value = text(name)
    if not value:
        raise SettingError(name, "is empty; `manage.py up` makes one by itself")
    if len(value) < 50 or value.startswith("change-me"):
        raise SettingError(name, "must be at least 50 random characters that nobody else knows")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(name, f"{value!r} is neither 1 nor 0")


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"-?[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise SettingError(name, f"{value!r} is not a whole number from {least} to {most}")
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise SettingError(name, f"{value!r} is none of {', '.join(sorted(allowed))}")
    return value


def mail_address(name: str) -> str:
    """Somebody's address, or nothing."""
    value = text(name)
    if value and (not all(value.partition("@")) or len(value.split()) > 1):
        raise SettingError(name, f"{value!r} is no mail address, such as name@example.org")
    return value


def sender(name: str, default: str) -> str:
    """An address to write from, alone or behind a name."""
    value = text(name, default)
    address = parseaddr(value)[1]
    if not all(address.partition("@")) or len(address.split()) > 1:
        raise SettingError(name, f"{value!r} is not such as Ideahub <ideahub@example.org>")
    return value


def day(name: str) -> date | None:
    """A day written YYYY-MM-DD, or none."""
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise SettingError(name, f"{value!r} is no day, such as 2026-09-30") from None


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def url(name: str, default: str, schemes: set[str], *, needs_host: bool = False) -> str:
    value = text(name, default)
    if not value:
        return value
    parts = _parts(name, value)
    if parts.scheme not in schemes:
        raise SettingError(name, f"{value!r} does not begin with {' or '.join(sorted(s + '://' for s in schemes))}")
    if needs_host and not parts.hostname:
        raise SettingError(name, "names no host")
    return value


def origin(name: str, default: str) -> str:
    """A web address as a browser names it to whoever it asks; compared with that letter by letter."""
    return _as_browsers_write(name, text(name) or default)


def origins(name: str) -> list[str]:
    return [_as_browsers_write(name, value) for value in names(name)]


def _as_browsers_write(name: str, value: str) -> str:
    parts = _parts(name, value)
    host, port = parts.hostname or "", parts.port
    beside = parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in USUAL_PORTS or not host or not host.isascii() or beside:
        raise SettingError(
            name,
            f"{value!r} is not http:// or https:// and a name, such as https://ideahub.example.org, with nothing behind it but"
            " a port; other letters than a to z are written xn--…",
        )
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != USUAL_PORTS[parts.scheme] else "")


def _parts(name: str, value: str) -> SplitResult:
    """Does not repeat a value that cannot be taken apart, since there may be a password in it."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise SettingError(
            name, "is no address with a host and a port that is a number; in a password, / # ? @ [ and ] are written "
            "%2F %23 %3F %40 %5B %5D"
        ) from None  # fmt: skip
    return parts


def sqlite_url(file: Path) -> str:
    """As `database` reads it: a # or a % in a folder's name is not the address's own."""
    return f"sqlite://{quote(str(file))}"


def database(name: str, default: str) -> dict[str, object]:
    """A Django database from `sqlite:///absolute/path` or `postgres://user:password@host:port/name`."""
    parts = urlsplit(url(name, default, {"sqlite", "postgres", "postgresql"}))
    if parts.query or parts.fragment:
        # Left out unsaid it could be the wish for TLS that is not heard, or half of a folder's name.
        raise SettingError(
            name, "takes nothing behind a ? or a #; TLS is asked for by PGSSLMODE, PGSSLROOTCERT and the like"
        )
    if parts.scheme == "sqlite":
        if parts.netloc or parts.path in {"", "/"}:
            raise SettingError(name, "is not sqlite:///absolute/path, with three slashes")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path)}
    if not parts.path.lstrip("/"):
        raise SettingError(name, "does not say which database, as in postgres://user:password@host:port/name")
    return {
        "ENGINE": "config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
