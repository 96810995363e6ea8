"""A measurement of our own code in one process, on each database in turn, each in a process and with data of its own."""

import os
import secrets
import subprocess
import sys
import tempfile

from tests.support.postgres import start_postgres


def on_each(module: str, *arguments: str) -> None:
    """Runs `python -m MODULE ARGUMENTS --measured NAME` with Django's settings for an empty SQLite, then PostgreSQL with fsync."""
    again = [sys.executable, "-m", module, *arguments, "--measured"]
    with tempfile.TemporaryDirectory(prefix="ideahub-cost-") as folder:
        environment = os.environ | {
            "IDEAHUB_SECRET_KEY": secrets.token_hex(32),
            "IDEAHUB_DATA_DIR": folder,
            "IDEAHUB_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        environment.pop("IDEAHUB_DATABASE_URL", None)
        subprocess.run([*again, "SQLite"], env=environment, check=True)
        server = start_postgres(durable=True)
        try:
            environment["IDEAHUB_DATABASE_URL"] = server.url()
            subprocess.run([*again, "PostgreSQL"], env=environment, check=True)
        finally:
            server.stop()
