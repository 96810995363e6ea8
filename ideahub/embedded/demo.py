"""The demo arena of a fresh run: made once, remembered beside the data, so that every start can say how to sign in."""

import json
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands

from ideahub.accounts.models import User
from ideahub.workshops.models import Workshop


@dataclass(frozen=True, slots=True)
class Demo:
    email: str
    password: str
    board_path: str
    code: str


def ensure_demo(folder: Path) -> Demo | None:
    """Seeds an empty database; returns how to sign in, or None where the data is somebody's own.

    Never under an https address: a service for others must not have a meeting in it whose code stands in our README.
    """
    path = folder / "demo.json"
    if not User.objects.exists() and not settings.HTTPS and "seed_demo" in get_commands():
        made = _seed()
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(made)))
        return made
    if not path.exists():
        return None
    demo = Demo(**json.loads(path.read_text()))
    return demo if Workshop.objects.filter(code=demo.code, status="open").exists() else None


def _seed() -> Demo:
    told = StringIO()
    call_command("seed_demo", "--json", stdout=told)
    answer = json.loads(told.getvalue())
    return Demo(**answer["sign_in"], board_path=answer["board_path"], code=answer["code"])
