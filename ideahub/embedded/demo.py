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
    """`password` is None where it is no longer the one that was made; the rest where no meeting of the demo is open."""

    email: str
    password: str | None
    board_path: str | None
    code: str | None


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
    return _as_it_is(Demo(**json.loads(path.read_text())))


def _as_it_is(made: Demo) -> Demo | None:
    """The sign-in as long as somebody has it, and the meeting that is open now: the one that was made, else their newest."""
    organizer = User.objects.filter(email=made.email, is_active=True).first()
    if organizer is None:
        return None
    is_open = Workshop.objects.filter(status="open", removed_at=None, is_rehearsal=False)
    theirs = is_open.filter(arena__memberships__user=organizer).order_by("-opened_at")
    waiting = theirs.filter(code=made.code).first() or theirs.first()
    known = organizer.check_password(made.password or "")
    return Demo(
        email=made.email,
        password=made.password if known else None,
        board_path=f"/board/{waiting.id}/" if waiting else None,
        code=waiting.code if waiting else None,
    )


def _seed() -> Demo:
    told = StringIO()
    call_command("seed_demo", "--json", stdout=told)
    answer = json.loads(told.getvalue())
    return Demo(**answer["sign_in"], board_path=answer["board_path"], code=answer["code"])
