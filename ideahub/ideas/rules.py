"""Who may write, change and take back an idea, and when."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError, Filled
from ideahub.ideas.models import Idea
from ideahub.workshops import rules as workshop_rules
from ideahub.workshops import tables
from ideahub.workshops.models import Activity
from ideahub.workshops.scene import Scene

_NOT_FOR_TABLES = _("Det bordet skriver inte i det här steget. Du kan skicka texten som din egen idé.")
_NOT_ITS_PEN = _("Din telefon hade inte pennan för bord %(number)s. Du kan skicka texten som din egen idé.")
_CAP_REACHED = _("Du har skickat alla idéer du kan i det här steget.")


def is_held(activity: Activity, flags: list[str]) -> bool:
    """Whether a participant's text waits for a leader: all do, or those that seem to hold somebody's personal data."""
    return activity.rules.review or (activity.rules.hold_flagged and bool(flags))


def open_collect(scene: Scene) -> Activity:
    """The collect activity whose ideas are taken now. Raises `not_open`/`closed`."""
    workshop_rules.require_open(scene.workshop)
    found = _taking_ideas(scene)
    if found is None:
        raise DomainError("not_open", _("Det går inte att skicka idéer just nu. Din text är kvar i telefonen."))
    return found


def _taking_ideas(scene: Scene) -> Activity | None:
    """Its own input, or that of a grouping during which its ideas are taken."""
    behind = {
        one.id: goes_on_in(one, scene.activities) if one.kind == "group" else one
        for one in scene.activities
        if one.kind in {"collect", "group"}
    }
    found = workshop_rules.taking_input(scene, [one for one in scene.activities if behind.get(one.id)])
    return behind[found.id] if found else None


def goes_on_in(group: Activity, activities: Iterable[Activity]) -> Activity | None:
    """The collect activity that ended last before a grouping, where its ideas are still taken then."""
    began = group.started_at
    ended = {one.closed_at: one for one in activities if one.kind == "collect" and one.closed_at}
    before = [at for at in ended if began and at <= began]
    last = ended[max(before)] if before else None
    return last if last and last.rules.while_grouping else None


def require_open_for_support(scene: Scene) -> None:
    """Support is given where ideas are, and as late. Raises `not_open`/`closed`."""
    workshop_rules.require_open(scene.workshop)
    if _taking_ideas(scene) is None:
        raise DomainError("not_open", _("Det går inte att stödja idéer just nu."))


def open_for_comments(scene: Scene) -> Activity:
    """The activity that takes comments now. Raises `not_open`/`closed`."""
    workshop_rules.require_open(scene.workshop)
    found = workshop_rules.taking_input(scene, [one for one in scene.activities if one.rules.comments])
    if found is None:
        raise DomainError("not_open", _("Det går inte att kommentera i det här steget."))
    return found


def cap_sentence(table: int | None) -> object:
    return _("Bordet har skickat alla idéer det kan i det här steget.") if table else _CAP_REACHED


def require_text(idea: Idea) -> None:
    """Nobody writes a text anew in the place of one that its author has removed."""
    if idea.erased:
        raise DomainError("not_allowed", _("Den som skrev idén har tagit bort texten."), field="idea")


def table_of(scene: Scene, actor: Actor, activity: Activity, *, said: int | None) -> int | None:
    """The table that an idea belongs to: the one it is said to be written for, 0 for none; else the one whose pen the writer has.

    Raises `not_allowed` for a table that they did not write for: it is not to become their own, which it was not written as.
    """
    if said is None:
        held = scene.pen_of(actor.participant) if activity.rules.tables else None
        return held.number if held and held.number <= activity.rules.tables else None
    if said == 0:
        return None
    if said > activity.rules.tables:
        raise DomainError("not_allowed", _NOT_FOR_TABLES, field="table")
    if not tables.wrote_for(scene, actor.participant, number=said):
        raise DomainError("not_allowed", Filled(_NOT_ITS_PEN, number=said), field="table")
    return said


def is_writer_of(scene: Scene, idea: Idea, actor: Actor) -> bool:
    """Who wrote it, or who holds the pen of the table it was written for."""
    if actor.participant is None:
        return False
    held = scene.pen_of(actor.participant) if idea.table else None
    return idea.author_id == actor.participant or (held is not None and held.number == idea.table)


def require_author_or_staff(scene: Scene, idea: Idea, actor: Actor) -> None:
    if not actor.is_staff and not is_writer_of(scene, idea, actor):
        raise DomainError("not_allowed", _("Bara den som skrev idén kan ändra den."))
