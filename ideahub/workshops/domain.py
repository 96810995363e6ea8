"""What happens to a workshop while it is held: opening, steps, clock, closing, people."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.statements import Question
from ideahub.protocol import events, state
from ideahub.workshops import facts, rules
from ideahub.workshops.models import Activity, Participant
from ideahub.workshops.readiness import SENTENCES, what_is_missing
from ideahub.workshops.scene import Scene, vote_of


def fact(scene: Scene) -> state.Workshop:
    counts = ballot_counts(scene.workshop.pk)
    return facts.workshop_fact(scene.workshop, voted=counts.voted, done=counts.done)


COUNTED = Question(
    lambda workshop: (
        Activity.objects.filter(pk__in=vote_of(workshop))
        .order_by()
        .values_list("pk")
        .annotate(
            voted=Count("ballots", filter=Q(ballots__spent__gt=0)), done=Count("ballots", filter=Q(ballots__done=True))
        )
        .values_list("voted", "done")
    )
)
# Hands of one batch are raised at the same moment, and still keep their order from one look to the next.
HANDS = Question(
    lambda workshop: (
        Participant.objects.filter(workshop=workshop, hand_raised_at__isnull=False)
        .order_by("hand_raised_at", "id")
        .values_list("id", "name", "hand_raised_at")
    )
)


class Counts(NamedTuple):
    """Of the ballots of a vote: on how many anything was voted for, and of how many the phones said that they are done."""

    voted: int
    done: int


NOBODY = Counts(0, 0)


def ballot_counts(workshop: UUID) -> Counts:
    """Of the last vote."""
    return next((Counts(*one) for one in COUNTED.ask(workshop)), NOBODY)


def _tell(scene: Scene, kind: type[events.WithWorkshop], *, agenda: bool = False, **fields: Any) -> int:
    activities = [facts.activity_fact(one) for one in scene.activities] if agenda else None
    return scene.log.record(
        kind, totals_shown=scene.totals_shown, workshop=fact(scene), activities=activities, **fields
    )


def announce_set_up(scene: Scene) -> int:
    """Tells everybody who watches that title, purpose, columns, agenda or settings are now as they are."""
    columns = [facts.column_fact(one) for one in scene.columns]
    return _tell(scene, events.WorkshopChanged, agenda=True, columns=columns)


def open_workshop(scene: Scene, actor: Actor) -> int:
    """Lets people in and starts the first step. Raises `not_allowed` for one that is open, `invalid` for what lacks."""
    rules.require_staff(actor)
    workshop = scene.workshop
    if workshop.status != "draft":
        raise DomainError("not_allowed", _("Mötet är redan öppnat."))
    if lacks := what_is_missing(workshop, scene.columns, scene.activities):
        raise DomainError("invalid", SENTENCES[lacks[0].code])
    workshop.status = "open"
    workshop.opened_at = scene.log.now
    first = scene.activities[0]
    first.started_at = scene.log.now
    first.save(update_fields=["started_at"])
    workshop.activity = first
    workshop.timer_ends_at = _end_of(first, scene.log.now)
    workshop.save(update_fields=["status", "opened_at", "activity", "timer_ends_at"])
    return _tell(scene, events.WorkshopOpened, agenda=True)


def _end_of(activity: Activity, now: datetime) -> datetime | None:
    return now + timedelta(minutes=activity.minutes) if activity.minutes else None


def set_locked(scene: Scene, actor: Actor, *, locked: bool) -> int:
    """A locked workshop takes no new participants; those inside go on."""
    rules.require_staff(actor)
    rules.require_open(scene.workshop)
    scene.workshop.locked = locked
    scene.workshop.save(update_fields=["locked"])
    return _tell(scene, events.WorkshopLocked if locked else events.WorkshopUnlocked)


def close_workshop(scene: Scene, actor: Actor) -> int:
    """Ends the workshop: nothing more is taken, and totals that were to be shown after the vote are shown."""
    rules.require_staff(actor)
    rules.require_open(scene.workshop)
    workshop = scene.workshop
    _close_current(scene)
    workshop.status = "closed"
    workshop.closed_at, workshop.closed_by = scene.log.now, actor.id
    workshop.timer_ends_at = workshop.timer_paused_s = None
    workshop.save(update_fields=["status", "closed_at", "closed_by", "timer_ends_at", "timer_paused_s", "totals"])
    _lower_all_hands(scene)
    return _tell(scene, events.WorkshopClosed, agenda=True)


def reopen_workshop(scene: Scene, actor: Actor) -> int:
    rules.require_staff(actor)
    workshop = scene.workshop
    if workshop.status != "closed":
        raise DomainError("not_allowed", _("Mötet är inte avslutat."))
    workshop.status = "open"
    workshop.closed_at = workshop.closed_by = workshop.names_erased_at = workshop.reported_at = None
    workshop.removal_posted_at = workshop.removal_mailed_at = None
    if activity := scene.activity:
        activity.closed_at = activity.clock_ended_at = None
        activity.save(update_fields=["closed_at", "clock_ended_at"])
    workshop.save(
        update_fields=[
            "status", "closed_at", "closed_by", "names_erased_at", "reported_at", "removal_posted_at", "removal_mailed_at",
        ]
    )  # fmt: skip
    return _tell(scene, events.WorkshopReopened, agenda=True)


def _lower_all_hands(scene: Scene) -> None:
    """The talk they were raised for is over."""
    raised = scene.workshop.participants.filter(hand_raised_at__isnull=False)
    people = list(raised.values_list("pk", flat=True))
    if people:
        raised.update(hand_raised_at=None)
        scene.forget_participants()
        scene.log.touched.update(people)
        scene.log.hands_changed = True


def _close_current(scene: Scene) -> None:
    activity = scene.activity
    if activity is None:
        return
    activity.closed_at = scene.log.now
    ends_at = scene.workshop.timer_ends_at
    activity.clock_ended_at = ends_at if ends_at and ends_at < scene.log.now else None
    activity.save(update_fields=["closed_at", "clock_ended_at"])
    if activity.kind == "vote" and activity.rules.show_results == "after_close":
        scene.workshop.totals = "shown"


def _leave_vote(scene: Scene) -> None:
    """Another vote follows: whether the room saw the totals of this one still decides whether late votes count in it."""
    vote = scene.vote_activity
    if vote is not None:
        vote.totals_seen = scene.totals_shown
        vote.save(update_fields=["totals_seen"])


def start_activity(scene: Scene, actor: Actor, *, activity: UUID) -> int:
    """Moves to a step, forward or back, and starts its clock. The one before closes after its grace, and what it lifted is put down."""
    rules.require_staff(actor)
    rules.require_open(scene.workshop)
    chosen = scene.activity_by_id(activity)
    if chosen is None:
        raise DomainError("not_found", _("Steget finns inte i det här mötet."), field="activity")
    workshop = scene.workshop
    if chosen.kind == "vote" and chosen.id != workshop.vote_activity_id:
        _leave_vote(scene)
    if chosen.id != workshop.activity_id:
        _close_current(scene)
        _lower_all_hands(scene)
        workshop.spotlight = None
    chosen.started_at = scene.log.now
    chosen.closed_at = chosen.clock_ended_at = None
    chosen.save(update_fields=["started_at", "closed_at", "clock_ended_at"])
    workshop.activity = chosen
    workshop.timer_ends_at = _end_of(chosen, scene.log.now)
    workshop.timer_paused_s = None
    if chosen.kind == "vote":
        workshop.vote_activity = chosen
        workshop.totals = "shown" if chosen.rules.show_results == "live" else "hidden"
    workshop.save(update_fields=["activity", "timer_ends_at", "timer_paused_s", "vote_activity", "totals", "spotlight"])
    return _tell(scene, events.ActivityStarted, agenda=True)


def set_timer(scene: Scene, actor: Actor, *, ends_at: datetime | None, paused_s: int | None) -> int:
    """`ends_at` runs the clock, `paused_s` holds it with that many seconds left, neither takes it away."""
    rules.require_staff(actor)
    rules.require_open(scene.workshop)
    if ends_at is not None and paused_s is not None:
        raise DomainError("invalid", _("Klockan kan inte gå och stå still på samma gång."), field="ends_at")
    if ends_at is not None and abs(ends_at - scene.log.now) > timedelta(days=1):
        raise DomainError("invalid", _("Klockan kan gå i högst ett dygn."), field="ends_at")
    scene.workshop.timer_ends_at = ends_at
    scene.workshop.timer_paused_s = paused_s
    scene.workshop.save(update_fields=["timer_ends_at", "timer_paused_s"])
    return _tell(scene, events.TimerSet)


def put_spotlight(scene: Scene, *, idea: UUID | None) -> int:
    """Lifts one idea forward, or none; who may, and that the room sees it, is checked by the caller, who knows ideas."""
    scene.workshop.spotlight = idea
    scene.workshop.save(update_fields=["spotlight"])
    return _tell(scene, events.SpotlightSet)


def set_muted(scene: Scene, actor: Actor, *, participant: UUID, muted: bool) -> int:
    rules.require_staff(actor)
    person = scene.participant(participant)
    assert person is not None
    person.muted = muted
    person.save(update_fields=["muted"])
    kind = events.ParticipantMuted if muted else events.ParticipantUnmuted
    return scene.log.record(kind, concerns=person.id, participant=facts.participant_fact(person))


def raise_hand(scene: Scene, actor: Actor) -> None:
    rules.require_participant(actor)
    rules.require_open(scene.workshop)
    activity = scene.activity
    if activity is None or activity.kind != "discuss":
        raise DomainError("not_open", _("Handen kan räckas upp under samtalet."))
    rules.require_of_this_step(scene, _("Handen gällde ett samtal som är över. Räck upp den igen om du vill tala nu."))
    person = scene.participant(actor.participant)
    assert person is not None
    if person.hand_raised_at is None:
        person.hand_raised_at = scene.log.now
        person.save(update_fields=["hand_raised_at"])
        _hands_changed(scene, person.id)


def lower_hand(scene: Scene, actor: Actor, *, participant: UUID | None) -> None:
    """A participant lowers their own, staff anybody's."""
    if participant is not None and participant != actor.participant:
        rules.require_staff(actor)
    person = scene.participant(participant or actor.participant)
    if person is None:
        raise DomainError("invalid", _("Säg vems hand det gäller."), field="participant")
    if person.hand_raised_at is not None:
        person.hand_raised_at = None
        person.save(update_fields=["hand_raised_at"])
        _hands_changed(scene, person.id)


def _hands_changed(scene: Scene, participant: UUID) -> None:
    scene.log.touched.add(participant)
    scene.log.hands_changed = True


def raised_hands(workshop: UUID) -> state.Hands:
    """Who waits to speak, the longest first."""
    hands = [state.RaisedHand(participant=one, name=name, since=since) for one, name, since in HANDS.ask(workshop)]
    return state.Hands(count=len(hands), hands=hands)
