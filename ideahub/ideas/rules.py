"""Who may write, change and take back an idea, and when."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.ideas.models import Idea
from ideahub.workshops import rules as workshop_rules
from ideahub.workshops.models import Activity
from ideahub.workshops.scene import Scene


def open_collect(scene: Scene, *, now: datetime) -> Activity:
    """The collect activity that takes ideas now: the one that is on, else one within its grace. Raises `not_open`/`closed`."""
    workshop_rules.require_open(scene.workshop)
    collects = [one for one in scene.activities if one.kind == "collect"]
    collects.sort(key=lambda one: one.id != scene.workshop.activity_id)
    for activity in collects:
        if workshop_rules.takes_input(scene.workshop, activity, now=now):
            return activity
    raise DomainError("not_open", _("Det går inte att skicka idéer just nu. Din text är kvar i telefonen."))


def require_room_for_one_more(scene: Scene, actor: Actor, activity: Activity) -> None:
    """The author's cap counts what they have in, withdrawn ideas not."""
    most = activity.rules.max_ideas_per_person
    if most is None or actor.participant is None:
        return
    if scene.workshop.ideas.filter(author=actor.participant, withdrawn=False).count() >= most:
        raise DomainError("cap_reached", _("Du har skickat alla idéer du kan i det här steget."))


def require_author_or_staff(idea: Idea, actor: Actor) -> None:
    if not actor.is_staff and idea.author_id != actor.participant:
        raise DomainError("not_allowed", _("Bara den som skrev idén kan ändra den."))
