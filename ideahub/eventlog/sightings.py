"""When a participant's phone was last listening, over all processes. Kept in Redis, so it may be unknown."""

import logging
import time
from collections.abc import Iterable
from uuid import UUID

import redis

from ideahub.eventlog.link import shared as client

logger = logging.getLogger(__name__)

KEPT_S = 3600


def key_of(workshop: UUID) -> str:
    return f"ideahub:seen:{workshop.hex}"


def note(workshop: UUID, participants: Iterable[UUID]) -> None:
    """They are here now."""
    seen = {one.hex: time.time() for one in participants}
    if not seen:
        return
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.zadd(key_of(workshop), seen)
            pipe.expire(key_of(workshop), KEPT_S)
            pipe.execute()
    except redis.RedisError as error:
        logger.warning("sightings_off %s", type(error).__name__)


def silent_for(workshop: UUID, participant: UUID) -> float | None:
    """Seconds since it was last here; None while nobody knows."""
    try:
        at = client().zscore(key_of(workshop), participant.hex)
    except redis.RedisError:
        return None
    return None if at is None else time.time() - float(at)  # type: ignore[arg-type]
