"""`python3 -m scripts.bootstrap run|dev|test`: prepares what the Make target needs; `run` then starts the service."""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def main():  # type: ignore[no-untyped-def]
    """Stays readable for Python 3.6, so that an old one can say what is missing instead of failing on syntax."""
    if sys.version_info < OLDEST:
        newer = next((found for found in map(shutil.which, NEWER) if found), None)
        if newer is None:
            sys.exit("Ideahub needs Python 3.11 or newer. / Ideahub behöver Python 3.11 eller senare.")
        os.execv(newer, [newer, "-m", "scripts.bootstrap", *sys.argv[1:]])
    from scripts.bootstrap.prepare import prepare

    prepare(sys.argv[1:])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
