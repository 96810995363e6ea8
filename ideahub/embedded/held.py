"""daphne that loads what it needs while the database is still being prepared, and listens when told on standard input.

Most of a start is reading modules; this process and the one that prepares the database do it side by side.
`python -m ideahub.embedded.held daphne ...` takes daphne's arguments; its name is for whoever looks at the list of processes.
"""

import sys

from daphne.cli import CommandLineInterface

from ideahub.embedded.service import GO


def main() -> None:
    # The same that daphne loads after it was told; needs no database.
    import config.asgi  # noqa: F401

    # The end of the input instead of a word: whoever would have said it is gone.
    if sys.stdin.buffer.readline() == GO:
        CommandLineInterface().run(sys.argv[2:])


if __name__ == "__main__":
    main()
