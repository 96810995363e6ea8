"""What a command costs the web process by itself, in SQL statements and CPU: `python -m tests.load.command_cost`.

`--profile NAME` prints where the time of one kind goes (`capture`, `comment`, `vote`).
"""

import argparse

from tests.load.databases import on_each

LONE, VOTERS, BATCHES = 500, 600, 5


def main() -> None:
    options = _options()
    if options.measured:
        _measure(options.measured, options.profile)
    else:
        on_each("tests.load.command_cost", *(["--profile", options.profile] if options.profile else []))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", choices=["capture", "comment", "vote"])
    parser.add_argument("--measured", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(database: str, profile: str | None) -> None:
    import django

    django.setup()
    from tests.load.product import lone

    lone.measure(database, profile=profile, times=LONE, voters=VOTERS, batches=BATCHES)


if __name__ == "__main__":
    main()
