"""What has to be done with the service's own models: prepare a workshop, and read the truth when all is quiet.

Run in a process of its own with the environment of the installation: `python -m tests.faults.inside`. A line of JSON in, with a verb and
a list of what is wanted; a line out, with a list of answers. Each is carried out by a fork that has just been made and knows
nothing of what was before; what fails ends the process.
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


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The embedded run keeps its key in its data folder.
    adopt()
    django.setup()
    while line := sys.stdin.readline():
        verb, wanted = json.loads(line)
        # Only now can modules that use models be loaded.
        module, function = VERBS[verb]
        carry_out = getattr(import_module(f"tests.faults.{module}"), function)
        if os.fork() == 0:
            json.dump([carry_out(one) for one in wanted], sys.stdout, default=str)
            return
        if os.wait()[1]:
            sys.exit(1)
        # The line ends when whoever wrote it has ended well.
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
