#!/usr/bin/env python
import os
import sys

from ideahub.embedded import environment, start

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Before Django reads its settings: `up` makes them, every other command finds what `up` made.
    if sys.argv[1:2] == ["up"] and "--help" not in sys.argv:
        start.begin(sys.argv[2:])
    else:
        environment.adopt()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
