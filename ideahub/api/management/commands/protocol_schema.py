"""Prints the live protocol's JSON Schema, from which the front end's types are generated."""

import json

from django.core.management.base import BaseCommand

from ideahub.protocol.schema import contract


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(json.dumps(contract(), indent=2, ensure_ascii=False, sort_keys=True))
