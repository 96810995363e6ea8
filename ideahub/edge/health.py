"""Whether this process is alive, and whether it is ready; degraded is told apart from down.

Each part is asked in a thread of its own, waited for at most a quarter of a second, and asked again only after a second:
whoever asks often, or while Redis or the database hangs, costs nothing and gets an answer.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from ideahub.edge.migrated import is_migrated
from ideahub.eventlog.publish import connect

HEARTBEAT_KEY = "ideahub:worker:heartbeat"
HEARTBEAT_S = 90
FRESH_S = 1.0
PATIENCE_S = 0.25
# The very first look may have to make a connection and see which migrations there are.
FIRST_PATIENCE_S = 3.0

_draining = False
_migrated = False
# A part that hangs keeps its own thread and nobody else's.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")


def say_draining() -> None:
    """This process takes nobody new from now on."""
    global _draining
    _draining = True


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 `ready` or `degraded` (people can work, something is missing); 503 `down` without a usable database, or `draining`."""
    status, checks = standing()
    return JsonResponse({"status": status, "checks": checks}, status=503 if status in {"down", "draining"} else 200)


def standing() -> tuple[str, dict[str, bool]]:
    """The same as `look`, but for `draining`, which says nothing of the parts."""
    return ("draining", {}) if _draining else look()


def look() -> tuple[str, dict[str, bool]]:
    """`ready`, `degraded` or `down`, and what each part said, at most a second ago."""
    for check in CHECKS.values():
        check.ask()
    began = time.monotonic()
    checks = {name: check.answer(began) for name, check in CHECKS.items()}
    if not (checks["database"] and checks["migrations"]):
        return "down", checks
    return "ready" if all(checks.values()) else "degraded", checks


class Check:
    """One part's last answer, and the question that is on its way."""

    def __init__(self, look: Callable[[], bool]) -> None:
        self.look = look
        self.asked: Future[bool] | None = None
        self.asked_at = 0.0
        self.patience_s = FIRST_PATIENCE_S

    def ask(self) -> None:
        """Asks anew where the last answer is old; a question that is still on its way is not asked twice."""
        if self.asked is None or (self.asked.done() and time.monotonic() - self.asked_at > FRESH_S):
            self.asked_at = time.monotonic()
            self.asked = _threads.submit(self._look)

    def answer(self, asked_at: float) -> bool:
        """False also where no answer comes in time."""
        assert self.asked is not None
        try:
            good = self.asked.result(max(0.0, asked_at + self.patience_s - time.monotonic()))
        except NotInTime:
            good = False
        self.patience_s = PATIENCE_S
        return good

    def _look(self) -> bool:
        try:
            return self.look()
        except (DatabaseError, redis.RedisError, OSError):
            return False
        finally:
            connection.close()


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    """Looked at until it is once so."""
    global _migrated
    _migrated = _migrated or is_migrated()
    return _migrated


def _redis() -> bool:
    with connect() as client:
        return bool(client.ping())


def _worker() -> bool:
    with connect() as client:
        beat = client.get(HEARTBEAT_KEY)
    return beat is not None and time.time() - float(beat) < HEARTBEAT_S


CHECKS = {
    "database": Check(_database),
    "migrations": Check(_migrations),
    "redis": Check(_redis),
    "worker": Check(_worker),
}
