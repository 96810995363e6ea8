"""How long a live meeting waits while the database is migrated, with a log of a million events.

    python -m tests.load.live_migrations [--events 1000000] [--out FILE]

The schema as the first migrations made it, a log filled by SQL, a twentieth as many ideas, comments, votes and people, one writer
that commits event after event as the live path does (lock the stream's row, insert, commit), then `migrate`. Told is the longest wait of a
commit, before and during. Exits with 1 if on PostgreSQL a commit waited longer than a second, or failed on the new schema.

On SQLite it is told and not judged: `manage.py up` migrates before it lets anybody in, and Django looks through the whole
database for broken references after each migration.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.support.out import writable
from tests.support.postgres import start_postgres
from tests.support.service import ROOT, environment

QUIET_S = 3.0
LIMIT_S = 1.0
PAUSE_S = 0.005
SERIES = {
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) SELECT n FROM s)",
    "postgresql": "(SELECT generate_series(1, {n}) AS n)",
}
INSERT = (
    "INSERT INTO eventlog_event (stream_id, seq, type, payload, totals_shown, was_seen, created_at)"
    " SELECT workshop_id, {seq}, 'timer.set', '{payload}', false, true, '2026-06-23 12:00:00+00' FROM eventlog_stream"
)
EVENTS_A_PERSON = 20
# Of so many ideas the first takes the next one in.
ONE_MERGE_IN = 10
PAYLOAD = json.dumps({"type": "timer.set", "seq": 1, "workshop": {"title": "Omställning tillsammans " * 8}})


@dataclass(frozen=True, slots=True)
class Row:
    """One engine's figures; `failed` counts commits that the new schema refused."""

    engine: str
    events: int
    migrations: int
    migrate_s: float
    longest_before_s: float
    longest_during_s: float
    failed: int

    @property
    def verdict(self) -> str:
        if self.engine == "sqlite":
            return "nobody is let in meanwhile"
        return "met" if self.longest_during_s <= LIMIT_S and not self.failed else "MISSED"


@dataclass
class Writer:
    seq: int
    waits: list[tuple[float, float]] = field(default_factory=list)
    failed: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        from django.db import DatabaseError, connection

        while not self.stop.wait(PAUSE_S):
            start = time.monotonic()
            try:
                self._commit()
            except DatabaseError as error:
                self.failed += 1
                print(f"  a commit failed: {error}", file=sys.stderr)
            self.waits.append((start, time.monotonic() - start))
        connection.close()

    def _commit(self) -> None:
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE eventlog_stream SET seq = {self.seq + 1}")
            cursor.execute(INSERT.format(seq=self.seq + 1, payload=PAYLOAD))
        self.seq += 1

    def longest(self, since: float, until: float) -> float:
        """Of the waits that reach into that time."""
        return max((took for start, took in self.waits if start + took >= since and start <= until), default=0.0)


def measure(events: int) -> Row:
    """In a process whose settings name an empty database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    ours = {path.parts[-3] for path in (ROOT / "ideahub").glob("*/migrations/0001_*.py")}
    loader = MigrationLoader(connection)
    known = loader.disk_migrations

    def was_first(key: tuple[str, str]) -> bool:
        """Not the first one of an app that came later and stands on what had changed by then."""
        return all(known[one].initial for one in loader.graph.forwards_plan(key) if one[0] in ours)

    first = sorted(key for key in known if key[0] in ours and was_first(key))
    later = sum(key[0] in ours for key in known) - len(first)
    for app, name in first:
        call_command("migrate", app, name, verbosity=0)
    fill(loader.project_state(first).apps, events)

    writer = Writer(seq=events)
    thread = threading.Thread(target=writer.run)
    thread.start()
    begun = time.monotonic()
    time.sleep(QUIET_S)
    start = time.monotonic()
    call_command("migrate", verbosity=0)
    end = time.monotonic()
    time.sleep(1)
    writer.stop.set()
    thread.join()
    return Row(
        connection.vendor, events, later, end - start,
        writer.longest(begun, start), writer.longest(start, end), writer.failed,
    )  # fmt: skip


def fill(apps: Any, events: int) -> None:
    """One workshop by the first schema's models, its log by one statement, and what people made in it."""
    from django.db import connection

    arena = apps.get_model("workshops", "Arena").objects.create(name="Torget")
    workshop = apps.get_model("workshops", "Workshop").objects.create(arena=arena, title="Omställning", code="428617")
    apps.get_model("eventlog", "Stream").objects.create(workshop=workshop, epoch="e", seq=events)
    series = SERIES[connection.vendor].format(n=events)
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(seq="n", payload=PAYLOAD) + f", {series} AS numbers")
    fill_with_people(apps, workshop, max(1, events // EVENTS_A_PERSON))


def fill_with_people(apps: Any, workshop: Any, count: int) -> None:
    """So many who joined, each with one idea, one comment on it and one vote for it. Some ideas were merged."""
    at = "2026-06-23T12:00:00+00:00"
    step = apps.get_model("workshops", "Activity").objects.create(
        workshop=workshop, kind="vote", title="Rösta", position=0
    )

    def make(app: str, name: str, rows: Iterator[dict[str, Any]]) -> list[Any]:
        model = apps.get_model(app, name)
        made: list[Any] = model.objects.bulk_create([model(**row) for row in rows], batch_size=2000)
        return made

    numbers = range(count)
    people = make(
        "workshops", "Participant", ({"workshop": workshop, "token_hash": f"{n:064}", "joined_at": at} for n in numbers)
    )
    ideas = make("ideas", "Idea", (
        {"workshop": workshop, "number": n + 1, "text": "Solceller på taket", "author": people[n], "created_at": at} for n in numbers
    ))  # fmt: skip
    parts = ideas[1::ONE_MERGE_IN]
    for part, whole in zip(parts, ideas[::ONE_MERGE_IN], strict=False):
        part.merged_into = whole
    apps.get_model("ideas", "Idea").objects.bulk_update(parts, ["merged_into"], batch_size=200)
    make("ideas", "Comment", ({"idea": ideas[n], "text": "Det gör vi redan", "created_at": at} for n in numbers))
    make(
        "voting",
        "Vote",
        ({"activity": step, "participant": people[n], "target": ideas[n].id, "points": 1} for n in numbers),
    )


def run(engine: str, events: int) -> Row:
    """One engine in a process of its own, on a database of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ideahub-migrations-")))
        url = f"sqlite://{folder / 'bench.sqlite3'}"
        if engine == "postgresql":
            server = start_postgres()
            stack.callback(server.stop)
            url = server.url()
        env = environment(
            folder, IDEAHUB_DATABASE_URL=url, IDEAHUB_SECRET_KEY="x" * 60, DJANGO_SETTINGS_MODULE="config.settings"
        )
        command = [sys.executable, "-m", "tests.load.live_migrations", "--here", "--events", str(events)]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
        return Row(**json.loads(done.stdout))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument(
        "--out", type=writable, default=os.environ.get("OUT") or None, help="also write the figures as JSON"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(asdict(measure(options.events))))
        return 0
    rows = [run(engine, options.events) for engine in ("sqlite", "postgresql")]
    print(
        f"{'':<12}{'events':>10}{'migrations':>12}{'migrate s':>11}{'longest wait before s':>23}{'during s':>10}  at most 1 s"
    )
    for row in rows:
        print(
            f"{row.engine:<12}{row.events:>10}{row.migrations:>12}{row.migrate_s:>11.2f}{row.longest_before_s:>23.3f}"
            f"{row.longest_during_s:>10.3f}  {row.verdict}"
        )
    if options.out:
        options.out.write_text(json.dumps([asdict(row) | {"verdict": row.verdict} for row in rows], indent=1))
    return 1 if any(row.verdict == "MISSED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
