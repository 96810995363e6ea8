"""What a command costs the web process by itself, in SQL statements and CPU: `python -m tests.load.command_cost`.

`--profile NAME` prints where the time of one kind goes (`capture`, `comment`, `vote`).
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile

LONE, VOTERS, BATCHES = 500, 600, 5


def main() -> None:
    options = _options()
    if options.measured:
        _measure(options.measured, options.profile)
        return
    from tests.support.postgres import start_postgres

    again = [
        sys.executable,
        "-m",
        "tests.load.command_cost",
        *(["--profile", options.profile] if options.profile else []),
    ]
    with tempfile.TemporaryDirectory(prefix="ideahub-command-cost-") as folder:
        environment = os.environ | {
            "IDEAHUB_SECRET_KEY": secrets.token_hex(32),
            "IDEAHUB_DATA_DIR": folder,
            "IDEAHUB_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        environment.pop("IDEAHUB_DATABASE_URL", None)
        subprocess.run([*again, "--measured", "SQLite"], env=environment, check=True)
        server = start_postgres(durable=True)
        try:
            environment["IDEAHUB_DATABASE_URL"] = server.url()
            subprocess.run([*again, "--measured", "PostgreSQL"], env=environment, check=True)
        finally:
            server.stop()


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
