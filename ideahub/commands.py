"""From a command as it arrived to its effect: looked up, checked, carried out once, its outcome kept.

`execute_batch` is the only way in. It takes whatever waits for one workshop into one transaction.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError, Filled
from ideahub.dispatch import RUN, Extra
from ideahub.eventlog.log import open_log
from ideahub.eventlog.models import Outcome
from ideahub.eventlog.queries import OUTCOMES, known_outcomes
from ideahub.eventlog.statements import insert
from ideahub.ideas import domain as ideas
from ideahub.ideas.capturing import Basket
from ideahub.ideas.commenting import Talk
from ideahub.ideas.supporting import Backing
from ideahub.protocol import commands as wire
from ideahub.protocol.frames import Result
from ideahub.reports import tasks as report_tasks
from ideahub.voting import domain as voting
from ideahub.workshops.rules import claimed_time
from ideahub.workshops.scene import Scene

logger = logging.getLogger(__name__)


class Sent(NamedTuple):
    """One command with who sent it. `raw` is as it came: it may be anything."""

    actor: Actor
    raw: dict[str, Any]


class Refused(NamedTuple):
    error: DomainError


VOTES = {"vote.set", "vote.done"}
# What a room sends all the time, and what changes nothing of what the others of these read.
FREQUENT = VOTES | {"idea.capture", "comment.add", "idea.support"}
Last = Callable[[list[Result]], None]


def execute_batch(workshop: UUID, batch: Sequence[Sent], *, last: Last | None = None) -> list[Result]:
    """Carries out commands in order in one transaction and returns their results, durable, in the same order.

    A command that is refused writes only its outcome. Should the whole batch fail, each is tried by itself, so that
    one that breaks disturbs nobody else. `last` is called before each commit. Raises a database error when nothing can
    be saved: then nothing is decided.
    """
    try:
        return _in_one_transaction(workshop, batch, last)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("batch_failed workshop=%s commands=%d", workshop, len(batch))
    return [_alone(workshop, sent, last) for sent in batch]


def _alone(workshop: UUID, sent: Sent, last: Last | None) -> Result:
    try:
        return _in_one_transaction(workshop, [sent], last)[0]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("command_failed workshop=%s", workshop)
        return _refusal(_id_of(sent.raw), sent.actor, DomainError("invalid", _("Det gick inte att utföra.")))


def _in_one_transaction(workshop: UUID, batch: Sequence[Sent], last: Last | None) -> list[Result]:
    work = Batch(workshop, batch)
    with open_log(workshop, ahead=work.ask_ahead) as log:
        scene = Scene.of(log)
        results = work.run(scene)
        if last:
            last(results)
    if any(result.ok and sent.raw.get("name") == "workshop.close" for sent, result in zip(batch, results, strict=True)):
        report_tasks.wake()
    return results


class Batch:
    """One transaction's worth of commands."""

    scene: Scene

    def __init__(self, workshop: UUID, batch: Sequence[Sent]) -> None:
        self.workshop = workshop
        self.batch = batch
        self.parsed = [_parse(sent.raw) for sent in batch]
        self.commands = [one for one in self.parsed if isinstance(one, wire.Command)]
        self.people = {sent.actor.participant for sent in batch if sent.actor.participant}
        self.known: dict[UUID, Outcome] = {}
        self.outcomes: list[Outcome] = []
        # One for each vote that is voted in: what was given in the one before may still come.
        self.boxes: dict[UUID, voting.BallotBox] = {}
        self.basket: Basket | None = None
        self.talk: Talk | None = None
        self.backing: Backing | None = None
        # Places of commands whose results are to say the seq of what tells them.
        self.uncounted: list[int] = []
        self.unbacked: list[int] = []
        self.results: list[Result | None] = [None] * len(batch)

    def ask_ahead(self) -> None:
        """What all batches read, and what the frequent commands do: the others change what would have been read."""
        Scene.ask_ahead(self.workshop, self.people)
        OUTCOMES.ask_ahead(self.workshop, [command.id for command in self.commands])
        names = {command.name for command in self.commands}
        if not names <= FREQUENT:
            return
        ideas.HELD_BACK.ask_ahead(self.workshop)
        if "idea.capture" in names:
            Basket.ask_ahead(self.workshop, self._named("idea.capture", "idea"))
        if "comment.add" in names:
            Talk.ask_ahead(self.workshop, *self._talked_of())
        if "idea.support" in names:
            Backing.ask_ahead(self.workshop, self.people, self._named("idea.support", "idea"))
        if names & VOTES:
            voting.BallotBox.ask_ahead(self.workshop, self.people, self._named("vote.set", "target"))

    def _named(self, command: str, argument: str) -> set[UUID]:
        """What the commands of this name say that they are about."""
        said = (_uuid(one.args.get(argument)) for one in self.commands if one.name == command)
        return {one for one in said if one is not None}

    def _talked_of(self) -> tuple[set[UUID], set[UUID]]:
        return self._named("comment.add", "idea"), self._named("comment.add", "comment")

    def run(self, scene: Scene) -> list[Result]:
        self.scene = scene
        self.known = known_outcomes(self.workshop, [command.id for command in self.commands])
        scene.load_participants(self.people)
        ideas.reveal_due(scene)
        for index, (sent, command) in enumerate(zip(self.batch, self.parsed, strict=True)):
            self.results[index] = self._decide(sent.actor, command, index)
        self._count_votes()
        self._store_ideas()
        self._store_comments()
        self._store_support()
        insert(self.outcomes)
        return [result for result in self.results if result is not None]

    def _decide(self, actor: Actor, command: "wire.Command | Refused", index: int) -> Result:
        if isinstance(command, Refused):
            return _refusal(_id_of(self.batch[index].raw), actor, command.error)
        if known := self.known.get(command.id):
            return _repeated(known, actor)
        try:
            args = _args(command)
            self.scene.made = self._made(actor, command)
            self._store_before(args)
            extra = self._carry_out(actor, command, args)
            if self.boxes:
                self.uncounted.append(index)
            if isinstance(args, wire.IdeaSupportArgs):
                self.unbacked.append(index)
            result = Result(id=command.id, ok=True, seq=self.scene.log.seq, **extra)
        except DomainError as error:
            result = _refusal(command.id, actor, error)
        self._keep(actor, command, result)
        return result

    def _store_before(self, args: wire.Args) -> None:
        """What is still in memory and the next command may look for."""
        if isinstance(args, wire.VoteSetArgs | wire.VoteDoneArgs):
            self._store_ideas()
            return
        self._count_votes()
        if isinstance(args, wire.IdeaCaptureArgs):
            return
        if isinstance(args, wire.CommentAddArgs | wire.IdeaSupportArgs):
            if self.basket and self.basket.holds(args.idea):
                self._store_ideas()
            return
        self._store_ideas()
        self._store_comments()
        self._store_support()

    def _carry_out(self, actor: Actor, command: wire.Command, args: wire.Args) -> Extra:
        if isinstance(args, wire.VoteSetArgs):
            box = self._ballot_box(args.activity)
            return {"points_left": box.place(actor, target=args.target, points=args.points, effort=args.effort)}
        if isinstance(args, wire.VoteDoneArgs):
            return {"points_left": self._ballot_box(args.activity).say_done(actor, done=args.done)}
        if isinstance(args, wire.IdeaCaptureArgs):
            new = self._open_basket().capture(
                actor, idea=args.idea, column=args.column, text=args.text, said_table=args.table
            )
            return {"number": new.number, "status": new.status}
        if isinstance(args, wire.CommentAddArgs):
            self._open_talk().add(actor, comment=args.comment, idea=args.idea, text=args.text)
            return {}
        if isinstance(args, wire.IdeaSupportArgs):
            self._open_backing().say(actor, idea=args.idea, on=args.on)
            return {}
        return RUN[command.name](self.scene, actor, args) or {}

    def _made(self, actor: Actor, command: wire.Command) -> datetime | None:
        person = self.scene.known_participant(actor.participant)
        return claimed_time(
            command.made,
            joined_at=person.joined_at if person else None,
            activities=self.scene.activities,
            now=self.scene.log.now,
        )

    def _open_basket(self) -> Basket:
        """Opened at the first capture of a run, with what all of the batch's captures need read at once."""
        if self.basket is None:
            self.basket = Basket.opened(self.scene, people=self.people, ideas=self._named("idea.capture", "idea"))
        return self.basket

    def _store_ideas(self) -> None:
        if self.basket is not None:
            self.basket.write()
            self.basket = None

    def _open_talk(self) -> Talk:
        """Opened at the first comment of a run, likewise."""
        if self.talk is None:
            ideas, comments = self._talked_of()
            self.talk = Talk.opened(self.scene, ideas=ideas, comments=comments)
        return self.talk

    def _store_comments(self) -> None:
        if self.talk is not None:
            self.talk.write()
            self.talk = None

    def _open_backing(self) -> Backing:
        """Opened at the first support of a run, likewise."""
        if self.backing is None:
            ideas = self._named("idea.support", "idea")
            self.backing = Backing.opened(self.scene, people=self.people, ideas=ideas)
        return self.backing

    def _store_support(self) -> None:
        if self.backing is not None:
            self.backing.write()
            self.backing = None
            self._say_seq(self.unbacked)

    def _ballot_box(self, vote: UUID | None) -> voting.BallotBox:
        """Opened at the first vote of a run of votes, with all of the batch's voters and targets read at once."""
        activity = voting.open_vote(self.scene, named=vote)
        if activity.pk not in self.boxes:
            self.boxes[activity.pk] = voting.BallotBox.opened(
                self.scene, activity, people=self.people, targets=self._named("vote.set", "target")
            )
        return self.boxes[activity.pk]

    def _count_votes(self) -> None:
        """Writes the run of votes; their results say the seq of the tally that tells them."""
        if not self.boxes:
            return
        for box in self.boxes.values():
            box.write()
        self.boxes.clear()
        self._say_seq(self.uncounted)

    def _say_seq(self, places: list[int]) -> None:
        """These commands are told by now."""
        for index in places:
            result = self.results[index]
            if result is not None and result.ok:
                self.results[index] = result.model_copy(update={"seq": self.scene.log.seq})
                self.known[result.id].result["seq"] = self.scene.log.seq
        places.clear()

    def _keep(self, actor: Actor, command: wire.Command, result: Result) -> None:
        outcome = Outcome(
            stream_id=self.workshop,
            command=command.id,
            actor=actor.key,
            result=result.model_dump(mode="json", exclude_none=True),
            created_at=self.scene.log.now,
        )
        self.outcomes.append(outcome)
        self.known[command.id] = outcome


def _parse(raw: dict[str, Any]) -> "wire.Command | Refused":
    try:
        return wire.Command.model_validate(raw)
    except ValidationError:
        return Refused(DomainError("invalid", _("Kommandot går inte att läsa.")))


def _args(command: wire.Command) -> wire.Args:
    kind = wire.ALL.get(command.name)
    if kind is None:
        raise DomainError("invalid", _("Kommandot är okänt."), field="name")
    try:
        return kind.model_validate(command.args)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        detail = Filled(_("Uppgiften «%(field)s» saknas eller är fel."), field=where)
        raise DomainError("invalid", detail, field=where) from None


def _uuid(raw: object) -> UUID | None:
    try:
        return UUID(str(raw))
    except ValueError:
        return None


def _id_of(raw: dict[str, Any]) -> UUID:
    return _uuid(raw.get("id")) or UUID(int=0)


def _refusal(command: UUID, actor: Actor, error: DomainError) -> Result:
    with translation.override(actor.language):
        return Result(id=command, ok=False, code=error.code, detail=str(error.detail), field=error.field)


def _repeated(known: Outcome, actor: Actor) -> Result:
    """The first outcome again. To somebody else, as a phone is once it has joined anew, what came of it is not told."""
    if known.actor == actor.key or not known.result["ok"]:
        return Result.model_validate({**known.result, "repeat": True})
    arrived = _("Det hade redan kommit fram, innan telefonen gick med på nytt.")
    return _refusal(known.command, actor, DomainError("invalid", arrived, field="id"))


def tick(workshop: UUID) -> None:
    """What time alone brings about: ideas that were held back are shown once their time has come. Safe to run twice."""
    with open_log(workshop) as log:
        ideas.reveal_due(Scene.of(log))
