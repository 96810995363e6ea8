"""Whether this process is alive, and whether it is ready; degraded is told apart from down."""

import time
from collections.abc import Callable

import redis
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from ideahub.eventlog.publish import connect

HEARTBEAT_KEY = "ideahub:worker:heartbeat"
HEARTBEAT_S = 90


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 `ready` or `degraded` (people can work, something is missing); 503 `down` without a usable database."""
    checks = {"database": _ok(_database), "redis": _ok(_redis), "worker": _ok(_worker)}
    status = "down" if not checks["database"] else "ready" if all(checks.values()) else "degraded"
    return JsonResponse({"status": status, "checks": checks}, status=503 if status == "down" else 200)


def _ok(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, redis.RedisError):
        return False


_migrated = False


def _database() -> bool:
    """Answers, and has every migration; that is looked at until it is once so."""
    global _migrated
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _redis() -> bool:
    return bool(connect().ping())


def _worker() -> bool:
    beat = connect().get(HEARTBEAT_KEY)
    return beat is not None and time.time() - float(beat) < HEARTBEAT_S  # type: ignore[arg-type]
