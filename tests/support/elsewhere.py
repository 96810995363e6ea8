"""An open workshop in another database than the one this test run itself works on."""

import json
import subprocess
import sys
from dataclasses import dataclass

from django.core.management import call_command

from tests.support.room import open_room
from tests.support.server import cookie_of
from tests.support.template import ROOT, environment


@dataclass(frozen=True, slots=True)
class Elsewhere:
    code: str
    qr: str
    column: str
    participant: str
    leader: str


def open_elsewhere(database: str) -> Elsewhere:
    """Migrates that database and opens a workshop in it. `participant` and `leader` are Cookie headers."""
    opening = "import django; django.setup(); from tests.support.elsewhere import tell; tell()"
    done = subprocess.run(
        [sys.executable, "-c", opening], env=environment(database), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return Elsewhere(**json.loads(done.stdout))


def tell() -> None:
    """Migrates this process's database, opens a workshop in it and prints what one needs to take part."""
    call_command("migrate", verbosity=0)
    room = open_room()
    told = {
        "code": room.workshop.code,
        "qr": room.workshop.qr_token,
        "column": str(room.columns[0].id),
        "participant": cookie_of(room, room.ben),
        "leader": cookie_of(room, room.ana),
    }
    sys.stdout.write(json.dumps(told))
