"""Pages with a front end that stands in for the built one: what they name is known, whatever Vite makes of it."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from ideahub.accounts.models import Role, User
from ideahub.pages import manifest
from tests.support.room import Room, make_draft, make_user

ENTRIES = ("phone", "board", "projector", "day", "organizer", "pages")
FONT = "assets/schibsted-grotesk-sv-en-x1.woff2"


@pytest.fixture(autouse=True)
def built(tmp_path: Path, settings: Settings) -> Path:
    chunks = {"_shared.js": {"file": "assets/shared-x1.js"}}
    for name in ENTRIES:
        chunks[f"src/{name}/main.ts"] = {
            "file": f"assets/{name}-x1.js",
            "imports": ["_shared.js"],
            "css": [f"assets/{name}-x1.css"],
            "assets": ["assets/schibsted-grotesk-latin-ext-x1.woff2", FONT],
        }
    chunks["src/phone/main.ts"]["ahead"] = ["assets/first-x1.js"]
    path = tmp_path / ".vite" / "manifest.json"
    path.parent.mkdir()
    path.write_text(json.dumps(chunks))
    settings.FRONTEND_DIST = tmp_path
    manifest._entry.cache_clear()
    return path


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ana(room: Room) -> Client:
    """Leads the room."""
    return signed_in(room.leader)


@pytest.fixture
def reader(room: Room) -> Client:
    return signed_in(make_user(room.workshop, name="rut", role=Role.READER))


@pytest.fixture
def cleo(room: Room) -> Client:
    """Leads another workshop, in another arena."""
    return signed_in(make_user(make_draft(title="Cleos möte"), name="cleo"))


@pytest.fixture
def stranger(db: None) -> Client:
    """Nobody we know."""
    return Client()
