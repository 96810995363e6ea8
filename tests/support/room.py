"""A workshop to work in: Ana facilitates, Ben and Eva take part, Cleo is in another workshop."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from ideahub import snapshot
from ideahub.accounts.models import Membership, Role, User
from ideahub.commands import Sent, execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event, Stream
from ideahub.ideas.models import Idea
from ideahub.protocol.frames import Result
from ideahub.workshops.codes import create_with_codes
from ideahub.workshops.joining import Joined, join
from ideahub.workshops.models import Activity, Arena, Column, Participant, Workshop
from tests.support.refusals import may_answer

KINDS = ("gather", "collect", "group", "vote", "discuss", "commit", "close")
SHAPES = ("circle", "square", "triangle")


@dataclass
class Room:
    """A workshop with everything in it, and verbs to work on it as somebody."""

    workshop: Workshop
    leader: User
    ana: Actor
    ben: Actor
    eva: Actor
    tokens: dict[UUID, str]
    columns: list[Column]
    steps: dict[str, Activity]
    ideas: list[UUID] = field(default_factory=list)
    crowd: list[Actor] = field(default_factory=list)
    # All that was sent, with what came of it.
    said: list[tuple[Sent, Result]] = field(default_factory=list)

    # ---- Sending commands ------------------------------------------------------------------------------------------

    def send(self, *sent: Sent) -> list[Result]:
        """What a command is refused with is among what its code says it can be."""
        results = execute_batch(self.workshop.id, sent)
        for one, result in zip(sent, results, strict=True):
            assert result.ok or result.code in may_answer(one.raw.get("name")), f"{one.raw.get('name')}: {result.code}"
            self.said.append((one, result))
        return results

    def ask(self, actor: Actor, name: str, /, **args: Any) -> Result:
        return self.send(command(actor, name, **args))[0]

    def do(self, actor: Actor, name: str, /, **args: Any) -> Result:
        """Sends a command that must be taken."""
        result = self.ask(actor, name, **args)
        assert result.ok, f"{name}: {result.code} {result.detail}"
        return result

    def refusal(self, actor: Actor, name: str, /, **args: Any) -> str | None:
        """Sends a command and returns the code it was refused with; None if it was taken. Refused, it wrote no event."""
        before = self.seq
        result = self.ask(actor, name, **args)
        if not result.ok:
            assert result.detail
            assert self.seq == before
        return result.code

    def go_to(self, kind: str, **settings: Any) -> Activity:
        """Starts the step of that kind, its settings changed first."""
        if settings:
            self.set_up(kind, **settings)
        self.do(self.ana, "activity.start", activity=self.steps[kind].id)
        return self.step(kind)

    def capture(self, actor: Actor, text: str = "Solceller på taket", column: int = 0) -> UUID:
        idea = new_id()
        self.do(actor, "idea.capture", idea=idea, column=self.columns[column].id, text=text)
        return idea

    def vote(self, actor: Actor, target: UUID, points: int = 1) -> Result:
        return self.ask(actor, "vote.set", target=target, points=points)

    # ---- Looking ---------------------------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        return Stream.objects.get(pk=self.workshop.id).seq

    def fresh(self) -> Workshop:
        return Workshop.objects.get(pk=self.workshop.id)

    def step(self, kind: str) -> Activity:
        return Activity.objects.get(pk=self.steps[kind].pk)

    def idea(self, idea: UUID) -> Idea:
        return Idea.objects.get(pk=idea)

    def events(self, after: int = 0) -> list[Event]:
        return list(Event.objects.filter(stream_id=self.workshop.id, seq__gt=after).order_by("seq"))

    def told(self, after: int) -> list[str]:
        return [event.type for event in self.events(after)]

    def state(self, audience: Audience) -> dict[str, Any]:
        return snapshot.build(self.workshop.id, audience)

    def me(self, actor: Actor) -> dict[str, Any]:
        return snapshot.me(self.workshop.id, actor.id)

    # ---- Changing what commands cannot -----------------------------------------------------------------------------

    def set_up(self, kind: str, **settings: Any) -> None:
        step = self.step(kind)
        step.settings = {**step.settings, **settings}
        step.save()

    def end_timer(self, *, seconds_ago: float) -> None:
        Workshop.objects.filter(pk=self.workshop.id).update(timer_ends_at=now() - timedelta(seconds=seconds_ago))

    def join(self, name: str = "") -> Actor:
        joined = join(self.fresh(), name=name, language=None)
        self.tokens[joined.participant.id] = joined.token
        return actor_of(joined)


def command(actor: Actor, name: str, /, *, id: UUID | None = None, **args: Any) -> Sent:
    return Sent(actor, {"id": str(id or new_id()), "name": name, "args": plain(args)})


def plain(value: Any) -> Any:
    """As it is after travelling in JSON."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def actor_of(joined: Joined) -> Actor:
    return Actor(Audience.PARTICIPANT, joined.participant.id, joined.participant.language)


def make_draft(*, title: str = "Omställning", kinds: Sequence[str] = KINDS) -> Workshop:
    """A draft with three columns and one step of each kind, none of them with a clock."""
    arena = Arena.objects.create(name="Trädgården")
    workshop = create_with_codes(arena=arena, title=title, purpose="Vad gör vi först?")
    Stream.objects.create(workshop=workshop)
    for position, kind in enumerate(kinds):
        Activity.objects.create(workshop=workshop, kind=kind, title=kind.title(), position=position)
    for position, shape in enumerate(SHAPES):
        Column.objects.create(workshop=workshop, title=f"Område {position + 1}", position=position, shape=shape)
    return workshop


def make_user(workshop: Workshop, *, name: str, role: Role = Role.FACILITATOR) -> User:
    user = User.objects.create_user(f"{name}-{secrets.token_hex(4)}@example.se", name=name.title())
    Membership.objects.create(user=user, arena=workshop.arena, role=role)
    return user


def open_room(*, at: str = "collect", kinds: Sequence[str] = KINDS, **settings: Any) -> Room:
    """An open workshop that stands in step `at`, its settings as given."""
    workshop = make_draft(kinds=kinds)
    leader = make_user(workshop, name="ana")
    ana = Actor(Audience.STAFF, leader.id)
    execute_batch(workshop.id, [command(ana, "workshop.open")])
    workshop.refresh_from_db()
    ben, eva = (join(workshop, name=name, language=None) for name in ("Ben", "Eva"))
    room = Room(
        workshop=workshop,
        leader=leader,
        ana=ana,
        ben=actor_of(ben),
        eva=actor_of(eva),
        tokens={one.participant.id: one.token for one in (ben, eva)},
        columns=list(workshop.columns.all()),
        steps={one.kind: one for one in workshop.activities.all()},
    )
    if at != "gather":
        room.go_to(at, **settings)
    return room


def person(actor: Actor) -> Participant:
    return Participant.objects.get(pk=actor.id)
