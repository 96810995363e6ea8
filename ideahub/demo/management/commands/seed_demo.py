"""Makes the demo arena with its seven workshops, once, and tells how to get in."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from ideahub.demo.seeding import Demo, seed_demo


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *args: object, **options: object) -> None:
        made = seed_demo()
        self.stdout.write(_as_json(made) if options["json"] else _as_text(made))


def _as_json(demo: Demo) -> str:
    sign_in = {"email": demo.email, "password": demo.password}
    return json.dumps({"sign_in": sign_in, "board_path": demo.board_path, "code": demo.code})


def _as_text(demo: Demo) -> str:
    return f"{demo.email}  {demo.password}\n{demo.board_path}\n{demo.code[:3]} {demo.code[3:]}"
