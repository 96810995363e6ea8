"""Sentences on the terminal, in Swedish where the terminal's locale is Swedish, otherwise in English."""

import os


def is_swedish() -> bool:
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return chosen.lower().startswith("sv")


def say(sv: str, en: str) -> str:
    return sv if is_swedish() else en
