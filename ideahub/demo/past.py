"""Letting things happen at a moment that has been, by the same commands and the same log as everything else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ideahub.commands import Batch, Sent
from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.eventlog.log import Log
from ideahub.eventlog.models import Stream
from ideahub.workshops.scene import Scene


@contextmanager
def log_at(workshop: UUID, moment: datetime) -> Iterator[Log]:
    """A log whose clock stands at `moment`. Nobody is woken: nobody follows a workshop that is only being made."""
    with transaction.atomic():
        log = Log(stream=Stream.objects.select_for_update().get(pk=workshop), now=moment)
        yield log
        log.write()


def send(actor: Actor, name: str, **args: Any) -> Sent:
    return Sent(actor, {"id": str(new_id()), "name": name, "args": args})


def carry_out(workshop: UUID, moment: datetime, commands: Sequence[Sent]) -> None:
    """Raises ValueError for a command that is refused: material for a demo must fit the rules."""
    with log_at(workshop, moment) as log:
        results = Batch(workshop, commands).run(Scene.of(log))
    for sent, result in zip(commands, results, strict=True):
        if not result.ok:
            raise ValueError(f"{sent.raw['name']} was refused: {result.code} {result.field or ''} {result.detail}")
