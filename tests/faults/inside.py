"""What has to be done with the service's own models: prepare a workshop, and read the truth when all is quiet.

Run in a process of its own with the environment of the installation: `python -m tests.faults.inside VERB`, a JSON list of what is
wanted in, a JSON list of answers out.
"""

import json
import os
import sys
from importlib import import_module

import django

from ideahub.embedded.environment import adopt

VERBS = {
    "make": ("prepared", "make_workshop"),
    "truth": ("reading", "read_truth"),
    "mails": ("reading", "read_mails"),
    "end": ("routes", "end_with_everything"),
    "routes": ("routes", "read_routes"),
}


def main(verb: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The embedded run keeps its key in its data folder.
    adopt()
    django.setup()
    # Only now can modules that use models be loaded.
    module, function = VERBS[verb]
    carry_out = getattr(import_module(f"tests.faults.{module}"), function)
    json.dump([carry_out(wanted) for wanted in json.load(sys.stdin)], sys.stdout, default=str)


if __name__ == "__main__":
    main(sys.argv[1])
