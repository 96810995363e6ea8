"""What Vite built: which scripts, styles and fonts an entry of the front end needs."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

FIRST_FONT = "schibsted-grotesk-sv-en"


class FrontEndMissing(Exception):
    """The front end, or one entry of it, is not built."""


@dataclass(frozen=True)
class Entry:
    """Paths below STATIC_URL. `modules` are scripts that `script` imports, also those that it asks for once it runs."""

    script: str
    modules: tuple[str, ...]
    styles: tuple[str, ...]
    font: str | None


def find_entry(name: str) -> Entry:
    """Raises FrontEndMissing."""
    path = Path(settings.FRONTEND_DIST) / ".vite" / "manifest.json"
    try:
        changed = path.stat().st_mtime_ns if settings.DEVELOPMENT else 0
        return _entry(path, name, changed)
    except (OSError, KeyError, ValueError) as error:
        raise FrontEndMissing(name) from error


@lru_cache(maxsize=32)
def _entry(path: Path, name: str, changed: int) -> Entry:
    chunks: dict[str, dict[str, Any]] = json.loads(path.read_text())
    key = f"src/{name}/main.ts"
    keys = _with_imports(chunks, key)
    styles = dict.fromkeys(style for one in keys for style in chunks[one].get("css", []))
    assets = [asset for one in keys for asset in chunks[one].get("assets", [])]
    return Entry(
        script=chunks[key]["file"],
        modules=tuple(chunks[one]["file"] for one in keys if one != key) + tuple(chunks[key].get("ahead", ())),
        styles=tuple(styles),
        font=next((asset for asset in assets if FIRST_FONT in asset), None),
    )


def _with_imports(chunks: dict[str, dict[str, Any]], key: str) -> list[str]:
    """The entry's chunk after all that it imports, so that its own styles come last."""
    found: list[str] = []

    def visit(one: str) -> None:
        for other in chunks[one].get("imports", []):
            if other not in found:
                visit(other)
        if one not in found:
            found.append(one)

    visit(key)
    return found
