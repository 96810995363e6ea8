"""Tables in the room: one phone at a time holds a table's pen, and what it writes is the table's."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError, Filled
from ideahub.eventlog import sightings
from ideahub.protocol import events
from ideahub.workshops import rules
from ideahub.workshops.domain import fact
from ideahub.workshops.models import Table
from ideahub.workshops.scene import Scene

# A phone that has not been heard from for so long may lose the pen to another one.
GONE_AFTER_S = 45


def take_pen(scene: Scene, actor: Actor, *, number: int) -> None:
    """Gives the pen of a table to a phone, which puts down any other. Taking what one has does nothing.

    Raises `not_allowed` while another phone at hand holds it, and `not_open` for what was asked in a step that is over.
    """
    rules.require_participant(actor)
    rules.require_open(scene.workshop)
    rules.require_of_this_step(scene, _("Det gällde ett steg som är över. Välj bord igen om du vill skriva nu."))
    rules.require_may_write(scene.participant(actor.participant))
    rules.require_table(scene, number)
    held = scene.pen_of(actor.participant)
    if held is not None and held.number == number:
        return
    table = scene.table(number) or Table(workshop=scene.workshop, number=number)
    if table.holder_id is not None and not _is_gone(scene, table.holder_id):
        raise DomainError(
            "not_allowed",
            Filled(_("En annan telefon skriver för bord %(number)s. Be den lämna över."), number=number),
            field="table",
        )
    if held is not None:
        _put_down(scene, held, offered=False)
    _touch(scene, table)
    table.holder_id, table.offered = actor.participant, False
    _save(scene, table)


def _is_gone(scene: Scene, participant: UUID) -> bool:
    """Unknown counts as here: nobody loses the pen because a cache was emptied."""
    silent_s = sightings.silent_for(scene.workshop.id, participant)
    return silent_s is not None and silent_s >= GONE_AFTER_S


def wrote_for(scene: Scene, participant: UUID | None, *, number: int) -> bool:
    """Whether they have the table's pen, or had it when the command that is carried out was made."""
    held = scene.pen_of(participant)
    if held is not None and held.number == number:
        return True
    table, made = scene.table(number), scene.made
    if participant is None or made is None or table is None or made > table.since:
        return False
    before = [tables for at, tables in scene.tables_told if at <= made]
    pens = before[-1] if before else []
    return any(one["number"] == number and one["holder"] == str(participant) for one in pens)


def pass_pen(scene: Scene, actor: Actor) -> None:
    """Hands over: the pen lies free, and the next phone is offered it."""
    _put_down(scene, _own(scene, actor), offered=True)


def leave_table(scene: Scene, actor: Actor, *, number: int | None) -> None:
    """Stops writing for a table. Staff say which one."""
    if not actor.is_staff:
        _put_down(scene, _own(scene, actor), offered=False)
        return
    table = scene.table(number) if number is not None else None
    if table is None:
        raise DomainError("not_found", _("Ingen skriver för det bordet."), field="table")
    _put_down(scene, table, offered=False)


def _own(scene: Scene, actor: Actor) -> Table:
    held = scene.pen_of(actor.participant)
    if held is None:
        raise DomainError("not_found", _("Din telefon skriver inte för något bord."))
    return held


def _put_down(scene: Scene, table: Table, *, offered: bool) -> None:
    _touch(scene, table)
    table.holder_id, table.offered = None, offered
    _save(scene, table)


def _touch(scene: Scene, table: Table) -> None:
    if table.holder_id is not None:
        scene.log.touched.add(table.holder_id)


def _save(scene: Scene, table: Table) -> None:
    table.since = scene.log.now
    table.save()
    scene.forget_tables()
    _touch(scene, table)
    scene.log.record(events.TableChanged, totals_shown=scene.totals_shown, workshop=fact(scene))
