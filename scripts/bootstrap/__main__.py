"""`python3 -m scripts.bootstrap run|dev|test`: prepares what the Make target needs; `run` then starts the service."""

import errno
import os
import shutil
import sys

OLDEST = (3, 11)
MAY_NOT_WRITE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def main():  # type: ignore[no-untyped-def]
    """Stays readable for Python 3.6, so that an old one can say what is missing instead of failing on syntax."""
    if sys.version_info < OLDEST:
        newer = next((found for found in map(shutil.which, NEWER) if found), None)
        if newer is None:
            sys.exit("Ideahub needs Python 3.11 or newer. / Ideahub behöver Python 3.11 eller senare.")
        os.execv(newer, [newer, "-m", "scripts.bootstrap", *sys.argv[1:]])
    from ideahub.embedded.words import say
    from scripts.bootstrap.prepare import prepare
    from scripts.bootstrap.steps import ROOT

    try:
        prepare(sys.argv[1:])
    except OSError as error:
        # Such as a checkout, or what an earlier run made in it, that belongs to somebody else.
        if not error.filename or error.errno not in MAY_NOT_WRITE:
            raise
        what = f"{error.filename}: {error.strerror}."
        sys.exit(
            say(
                f"Det gick inte: {what} Du måste få skriva i {ROOT}.",
                f"This failed: {what} You must be able to write in {ROOT}.",
            )
        )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
