"""When an input is open, and who may put something in."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError, Filled
from ideahub.workshops.models import Activity, Participant, Workshop
from ideahub.workshops.scene import Scene


def input_ends_at(workshop: Workshop, activity: Activity) -> datetime | None:
    """When the activity stops taking input, its grace included; None while it goes on without an end."""
    grace = timedelta(seconds=activity.rules.grace_s)
    if workshop.activity_id != activity.id:
        # What its clock had ended is not opened again by its being closed.
        ended_at = activity.clock_ended_at or activity.closed_at
        return ended_at + grace if ended_at else None
    return workshop.timer_ends_at + grace if workshop.timer_ends_at else None


def takes_input(workshop: Workshop, activity: Activity, *, now: datetime) -> bool:
    if not _has_been_on(workshop, activity):
        return False
    if result_closed_it(workshop, activity):
        return False
    ends_at = input_ends_at(workshop, activity)
    return ends_at is None or now <= ends_at


def result_closed_it(workshop: Workshop, activity: Activity) -> bool:
    """Whether the leader showed the result of a vote: then it takes no more, until the result is hidden again.

    A result that shows by itself, because the next step began, leaves the vote its grace.
    """
    if activity.kind != "vote" or activity.rules.show_results == "live":
        return False
    if workshop.vote_activity_id != activity.id:
        return activity.totals_seen
    by_itself = activity.rules.show_results == "after_close" and workshop.activity_id != activity.id
    return workshop.totals == "shown" and not by_itself


def totals_were_seen(workshop: Workshop, vote: Activity) -> bool:
    """Whether the room sees, or saw before another vote began, how this one stands."""
    return workshop.totals == "shown" if workshop.vote_activity_id == vote.id else vote.totals_seen


def takes_late_input(workshop: Workshop, activity: Activity, *, now: datetime, made: datetime | None) -> bool:
    """Whether what was made before the input closed, on a phone without a network, still counts though it arrives after.

    A claim from before the activity is taken as from its start: a phone's clock may be wrong, and `late_s` bounds it.
    """
    ends_at = input_ends_at(workshop, activity) if _has_been_on(workshop, activity) else None
    if made is None or ends_at is None:
        return False
    return made <= ends_at and now <= ends_at + timedelta(seconds=activity.rules.late_s)


def claimed_time(
    made: datetime | None, *, joined_at: datetime | None, activities: list[Activity], now: datetime
) -> datetime | None:
    """What a phone says of when it made a command, bounded by what can be true: not before it joined, not after now.

    Where the server's clock has been set back, phones go by either: what one says by the clock as it was is not cut down to before
    what has happened in the meeting since, and what it says by the clock as it is may be before it joined.
    """
    if made is None:
        return None
    if joined_at is not None and (joined_at <= now or made > now):
        made = max(made, joined_at)
    moments = [now, *(moment for one in activities for moment in (one.started_at, one.closed_at) if moment)]
    return min(made, max(moments))


def taking_input(scene: Scene, activities: list[Activity]) -> Activity | None:
    """Of these the one that takes input now: the one in which it was made, while that takes it; else the one that is on, one
    within its grace, or the last that what was made in time may still reach."""
    workshop, now = scene.workshop, scene.log.now
    latest_first = sorted(activities, key=lambda one: one.closed_at or now, reverse=True)
    latest_first.sort(key=lambda one: one.id != workshop.activity_id)
    made_there = (
        one
        for one in latest_first
        if was_made_in(one, scene.made, until=input_ends_at(workshop, one))
        and (takes_input(workshop, one, now=now) or takes_late_input(workshop, one, now=now, made=scene.made))
    )
    in_time = (one for one in latest_first if takes_input(workshop, one, now=now))
    late = (one for one in latest_first if takes_late_input(workshop, one, now=now, made=scene.made))
    return next(made_there, None) or next(in_time, None) or next(late, None)


def was_made_in(activity: Activity, made: datetime | None, *, until: datetime | None) -> bool:
    started_at = activity.started_at
    return made is not None and started_at is not None and started_at <= made and (until is None or made <= until)


def _has_been_on(workshop: Workshop, activity: Activity) -> bool:
    """It has begun in an open workshop, and is on or was closed."""
    if workshop.status != "open" or activity.started_at is None:
        return False
    return workshop.activity_id == activity.id or activity.closed_at is not None


def require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise DomainError("not_allowed", _("Bara den som leder mötet kan göra det."))


def require_participant(actor: Actor) -> None:
    if actor.participant is None:
        raise DomainError("not_allowed", _("Det görs på en telefon som är med i mötet."))


def require_open(workshop: Workshop) -> None:
    """Raises `closed` after the workshop, `not_open` before it."""
    if workshop.status == "closed":
        raise DomainError("closed", _("Mötet är avslutat."))
    if workshop.status != "open":
        raise DomainError("not_open", _("Mötet har inte öppnat än."))


def require_of_this_step(scene: Scene, detail: object) -> None:
    """Raises `not_open` for what was made before the step that is on followed another: it was meant for that one.

    Not before its start: the same step may have been started anew, and what was done in it stays.
    """
    followed_at = max((one.closed_at for one in scene.activities if one.closed_at), default=None)
    if _was_made_before(scene, followed_at):
        raise DomainError("not_open", detail)


def _was_made_before(scene: Scene, moment: datetime | None) -> bool:
    if scene.made is None or moment is None or scene.made >= moment:
        return False
    # By a clock that was set back since that moment, it says nothing.
    return moment <= scene.log.now or scene.made > scene.log.now


def require_may_write(participant: Participant | None) -> None:
    """Raises `muted` for whose texts are stopped. Their votes, and their voice in the room, are not."""
    if participant is not None and participant.muted:
        raise DomainError(
            "muted", _("Du kan läsa men inte skriva just nu. Du kan rösta och räcka upp handen som vanligt.")
        )


def require_may_send_text(scene: Scene, participant: Participant | None) -> None:
    """Raises `muted` as above, and `not_allowed` as below."""
    require_may_write(participant)
    require_not_erased(scene, participant)


def require_not_erased(scene: Scene, participant: Participant | None) -> None:
    """Raises `not_allowed` for what somebody made before they removed all that they had left, and which arrives only now."""
    if participant is not None and _was_made_before(scene, participant.erased_at):
        raise DomainError("not_allowed", _("Det är från innan du tog bort allt du hade lämnat i mötet."))


def require_table(scene: Scene, number: int) -> None:
    """Raises `not_open` where nobody writes for tables, `invalid` for a number that no step has."""
    most = max((one.rules.tables for one in scene.activities if one.kind == "collect"), default=0)
    if most == 0:
        raise DomainError("not_open", _("I det här mötet skriver var och en för sig."))
    if not 1 <= number <= most:
        raise DomainError("invalid", Filled(_("Borden har nummer 1 till %(most)s."), most=most), field="table")
