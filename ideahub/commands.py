"""From a command as it arrived to its effect: looked up, checked, carried out once, its outcome kept.

`execute_batch` is the only way in. It takes whatever waits for one workshop into one transaction.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from ideahub.actions import domain as actions
from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.log import open_log
from ideahub.eventlog.models import Outcome
from ideahub.eventlog.queries import known_outcomes
from ideahub.ideas import domain as ideas
from ideahub.ideas import grouping
from ideahub.protocol import commands as wire
from ideahub.protocol.frames import Result
from ideahub.reports import domain as reports_domain
from ideahub.reports import summaries
from ideahub.reports import tasks as report_tasks
from ideahub.voting import domain as voting
from ideahub.workshops import domain as workshops
from ideahub.workshops.rules import require_staff
from ideahub.workshops.scene import Scene

logger = logging.getLogger(__name__)


class Sent(NamedTuple):
    """One command with who sent it. `raw` is as it came: it may be anything."""

    actor: Actor
    raw: dict[str, Any]


class Refused(NamedTuple):
    error: DomainError


Extra = dict[str, Any]
Run = Callable[[Scene, Actor, Any], Extra | None]


def execute_batch(workshop: UUID, batch: Sequence[Sent]) -> list[Result]:
    """Carries out commands in order in one transaction and returns their results, durable, in the same order.

    A command that is refused writes only its outcome. Should the whole batch fail, each is tried by itself, so that
    one that breaks disturbs nobody else. Raises a database error when nothing can be saved: then nothing is decided.
    """
    try:
        return _in_one_transaction(workshop, batch)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("batch_failed workshop=%s commands=%d", workshop, len(batch))
    return [_alone(workshop, sent) for sent in batch]


def _alone(workshop: UUID, sent: Sent) -> Result:
    try:
        return _in_one_transaction(workshop, [sent])[0]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("command_failed workshop=%s", workshop)
        return _refusal(_id_of(sent.raw), sent.actor, DomainError("invalid", _("Det gick inte att utföra.")))


def _in_one_transaction(workshop: UUID, batch: Sequence[Sent]) -> list[Result]:
    with open_log(workshop) as log:
        results = Batch(Scene.of(log), batch).run()
    if any(result.ok and sent.raw.get("name") == "workshop.close" for sent, result in zip(batch, results, strict=True)):
        report_tasks.wake()
    return results


class Batch:
    """One transaction's worth of commands."""

    def __init__(self, scene: Scene, batch: Sequence[Sent]) -> None:
        self.scene = scene
        self.batch = batch
        self.parsed = [_parse(sent.raw) for sent in batch]
        ids = [command.id for command in self.parsed if isinstance(command, wire.Command)]
        self.known = known_outcomes(scene.workshop.id, ids)
        self.outcomes: list[Outcome] = []
        self.box: voting.BallotBox | None = None
        self.uncounted: list[int] = []
        self.results: list[Result | None] = [None] * len(batch)

    def run(self) -> list[Result]:
        people = {sent.actor.participant for sent in self.batch if sent.actor.participant}
        self.scene.load_participants(people)
        ideas.reveal_due(self.scene)
        for index, (sent, command) in enumerate(zip(self.batch, self.parsed, strict=True)):
            self.results[index] = self._decide(sent.actor, command, index)
        self._count_votes()
        Outcome.objects.bulk_create(self.outcomes)
        return [result for result in self.results if result is not None]

    def _decide(self, actor: Actor, command: "wire.Command | Refused", index: int) -> Result:
        if isinstance(command, Refused):
            return _refusal(_id_of(self.batch[index].raw), actor, command.error)
        if known := self.known.get(command.id):
            return _repeated(known, actor)
        try:
            args = _args(command)
            if not isinstance(args, wire.VoteSetArgs | wire.VoteDoneArgs):
                self._count_votes()
            extra = self._carry_out(actor, command, args)
            if self.box is not None:
                self.uncounted.append(index)
            result = Result(id=command.id, ok=True, seq=self.scene.log.seq, **extra)
        except DomainError as error:
            result = _refusal(command.id, actor, error)
        self._keep(actor, command, result)
        return result

    def _carry_out(self, actor: Actor, command: wire.Command, args: wire.Args) -> Extra:
        if isinstance(args, wire.VoteSetArgs):
            return {"points_left": self._ballot_box().place(actor, target=args.target, points=args.points)}
        if isinstance(args, wire.VoteDoneArgs):
            return {"points_left": self._ballot_box().say_done(actor, done=args.done)}
        return RUN[command.name](self.scene, actor, args) or {}

    def _ballot_box(self) -> voting.BallotBox:
        """Opened at the first vote of a run of votes, with all of the batch's voters and targets read at once."""
        if self.box is None:
            activity = voting.open_vote(self.scene)
            people = [sent.actor.participant for sent in self.batch if sent.actor.participant]
            targets = [_uuid(c.args.get("target")) for c in self.parsed if isinstance(c, wire.Command)]
            self.box = voting.BallotBox.opened(
                self.scene, activity, people=people, targets=[one for one in targets if one is not None]
            )
        return self.box

    def _count_votes(self) -> None:
        """Writes the run of votes; their results say the seq of the tally that tells them."""
        if self.box is None:
            return
        self.box.write()
        self.box = None
        for index in self.uncounted:
            result = self.results[index]
            if result is not None and result.ok:
                self.results[index] = counted = result.model_copy(update={"seq": self.scene.log.seq})
                self.known[result.id].result = counted.model_dump(mode="json", exclude_none=True)
        self.uncounted = []

    def _keep(self, actor: Actor, command: wire.Command, result: Result) -> None:
        outcome = Outcome(
            stream=self.scene.log.stream,
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
        raise DomainError(
            "invalid", _("Uppgiften «%(field)s» saknas eller är fel.") % {"field": where}, field=where
        ) from None


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
    """The first outcome again. Somebody else's command id is refused, and tells nothing."""
    if known.actor != actor.key:
        return _refusal(known.command, actor, DomainError("invalid", _("Kommandots id är redan använt."), field="id"))
    return Result.model_validate({**known.result, "repeat": True})


# ---- One line a command: which domain function it is -----------------------------------------------------------------


def _sent(args: wire.Args, *names: str) -> dict[str, Any]:
    """The named fields that were really sent, null included."""
    return {name: getattr(args, name) for name in names if name in args.model_fields_set}


def _capture(scene: Scene, actor: Actor, args: wire.IdeaCaptureArgs) -> Extra:
    new = ideas.capture_idea(scene, actor, idea=args.idea, column=args.column, text=args.text)
    return {"number": new.number, "status": new.status}


def _merge_ideas(scene: Scene, actor: Actor, args: wire.IdeaMergeArgs) -> None:
    was_seen = ideas.find(scene, args.idea).is_seen
    inner = list(scene.workshop.ideas.filter(merged_into=args.idea).values_list("id", flat=True))
    part, whole = grouping.merge_ideas(scene, actor, idea=args.idea, into=args.into)
    # Each part keeps its own points to come apart with: those merged before are taken out and put in again one by one.
    for one in inner:
        voting.return_points(scene, part=one, whole=part.id)
    for one in [part.id, *inner]:
        voting.move_points(scene, part=one, whole=whole.id)
    grouping.record_merge(scene, part, whole, was_seen=was_seen)
    if scene.workshop.spotlight == part.id:
        workshops.put_spotlight(scene, idea=whole.id)


def _withdraw(scene: Scene, actor: Actor, args: wire.IdeaWithdrawArgs) -> None:
    ideas.withdraw_idea(scene, actor, idea=args.idea)
    voting.give_back(scene, target=args.idea)


def _split_idea(scene: Scene, actor: Actor, args: wire.IdeaSplitArgs) -> None:
    part, whole = grouping.split_idea(scene, actor, idea=args.idea)
    voting.return_points(scene, part=part.id, whole=whole.id)
    grouping.record_split(scene, part, whole)


def _merge_clusters(scene: Scene, actor: Actor, args: wire.ClusterMergeArgs) -> None:
    part, whole = grouping.merge_clusters(scene, actor, cluster=args.cluster, into=args.into)
    voting.move_points(scene, part=part.id, whole=whole.id)
    grouping.record_cluster_merge(scene, part, whole)


def _remove_cluster(scene: Scene, actor: Actor, args: wire.ClusterRemoveArgs) -> None:
    removed, _seq = grouping.remove_cluster(scene, actor, cluster=args.cluster)
    voting.give_back(scene, target=removed.id)


def _start_activity(scene: Scene, actor: Actor, args: wire.ActivityStartArgs) -> None:
    shown, vote = scene.totals_shown, scene.workshop.vote_activity_id
    workshops.start_activity(scene, actor, activity=args.activity)
    if scene.workshop.vote_activity_id != vote:
        voting.begin_vote(scene)
    ideas.reveal_due(scene)
    if scene.totals_shown != shown:
        voting.record_totals(scene)


def _close(scene: Scene, actor: Actor, args: wire.WorkshopCloseArgs) -> None:
    shown = scene.totals_shown
    workshops.close_workshop(scene, actor)
    ideas.reveal_due(scene)
    if scene.totals_shown != shown:
        voting.record_totals(scene)
    reports_domain.request_report(workshop=scene.workshop, now=scene.log.now)


def _totals(scene: Scene, actor: Actor, *, shown: bool) -> None:
    require_staff(actor)
    voting.show_totals(scene, shown=shown)


def _action_fields(args: wire.ActionCreateArgs | wire.ActionUpdateArgs) -> dict[str, Any]:
    fields = _sent(args, "title", "owner_name", "owner_org", "owner_email", "due_on", "status")
    return {name: value for name, value in fields.items() if value is not None or name == "due_on"}


def _nothing(_value: object) -> None:
    return None


RUN: dict[str, Run] = {
    "idea.capture": _capture,
    "idea.edit": lambda s, a, x: ideas.edit_idea(s, a, idea=x.idea, text=x.text),
    "idea.withdraw": _withdraw,
    "idea.show": lambda s, a, x: ideas.show_ideas(s, a, ideas=x.ideas),
    "idea.hide": lambda s, a, x: ideas.hide_ideas(s, a, ideas=x.ideas, reason=x.reason),
    "idea.move": lambda s, a, x: _nothing(
        grouping.move_idea(s, a, idea=x.idea, to=_sent(x, "column", "cluster", "before"))
    ),
    "idea.merge": _merge_ideas,
    "idea.split": _split_idea,
    "cluster.create": lambda s, a, x: _nothing(
        grouping.create_cluster(s, a, cluster=x.cluster, title=x.title, column=x.column, ideas=x.ideas)
    ),
    "cluster.rename": lambda s, a, x: _nothing(grouping.rename_cluster(s, a, cluster=x.cluster, title=x.title)),
    "cluster.move": lambda s, a, x: _nothing(
        grouping.move_cluster(s, a, cluster=x.cluster, to=_sent(x, "column", "before"))
    ),
    "cluster.merge": _merge_clusters,
    "cluster.remove": _remove_cluster,
    "comment.add": lambda s, a, x: _nothing(ideas.add_comment(s, a, comment=x.comment, idea=x.idea, text=x.text)),
    "hand.raise": lambda s, a, x: workshops.raise_hand(s, a),
    "hand.lower": lambda s, a, x: workshops.lower_hand(s, a, participant=x.participant),
    "workshop.open": lambda s, a, x: _nothing(workshops.open_workshop(s, a)),
    "workshop.lock": lambda s, a, x: _nothing(workshops.set_locked(s, a, locked=True)),
    "workshop.unlock": lambda s, a, x: _nothing(workshops.set_locked(s, a, locked=False)),
    "workshop.close": _close,
    "workshop.reopen": lambda s, a, x: _nothing(workshops.reopen_workshop(s, a)),
    "activity.start": _start_activity,
    "timer.set": lambda s, a, x: _nothing(workshops.set_timer(s, a, ends_at=x.ends_at, paused_s=x.paused_s)),
    "totals.show": lambda s, a, x: _totals(s, a, shown=True),
    "totals.hide": lambda s, a, x: _totals(s, a, shown=False),
    "spotlight.set": lambda s, a, x: _nothing(ideas.spotlight_idea(s, a, idea=x.idea)),
    "action.create": lambda s, a, x: _nothing(
        actions.create_action(s, a, action=x.action, ideas=x.ideas, **_action_fields(x))
    ),
    "action.update": lambda s, a, x: _nothing(
        actions.update_action(s, a, action=x.action, ideas=x.ideas, **_action_fields(x))
    ),
    "action.remove": lambda s, a, x: _nothing(actions.remove_action(s, a, action=x.action)),
    "action.claim": lambda s, a, x: _nothing(actions.claim_action(s, a, action=x.action, name=x.name_, email=x.email)),
    "summary.request": lambda s, a, x: summaries.request_summary(s, a, email=x.email, ticket=x.ticket),
    "summary.withdraw": lambda s, a, x: summaries.withdraw_summary(s, a, ticket=x.ticket),
    "participant.mute": lambda s, a, x: _nothing(workshops.set_muted(s, a, participant=x.participant, muted=True)),
    "participant.unmute": lambda s, a, x: _nothing(workshops.set_muted(s, a, participant=x.participant, muted=False)),
}


def tick(workshop: UUID) -> None:
    """What time alone brings about: ideas that were held back are shown once their time has come. Safe to run twice."""
    with open_log(workshop) as log:
        ideas.reveal_due(Scene.of(log))
