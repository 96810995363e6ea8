"""Which domain function a command is, one line each; here those of several domains meet. The frequent ones are carried
out as sets (`commands.Batch`)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ideahub.actions import domain as actions
from ideahub.actions import suggesting
from ideahub.core.actor import Actor
from ideahub.ideas import capturing, commenting, grouping, supporting
from ideahub.ideas import domain as ideas
from ideahub.ideas import erasing as ideas_erasing
from ideahub.protocol import commands as wire
from ideahub.reports import domain as reports_domain
from ideahub.reports import summaries
from ideahub.voting import domain as voting
from ideahub.voting import merging
from ideahub.workshops import domain as workshops
from ideahub.workshops import tables
from ideahub.workshops.rules import require_participant, require_staff
from ideahub.workshops.scene import Scene

Extra = dict[str, Any]
Run = Callable[[Scene, Actor, Any], Extra | None]


def _sent(args: wire.Args, *names: str) -> dict[str, Any]:
    """The named fields that were really sent, null included."""
    return {name: getattr(args, name) for name in names if name in args.model_fields_set}


def _merge_ideas(scene: Scene, actor: Actor, args: wire.IdeaMergeArgs) -> None:
    was_seen = ideas.find(scene, args.idea).is_seen
    inner = list(scene.workshop.ideas.filter(merged_into=args.idea).values_list("id", flat=True))
    part, whole = grouping.merge_ideas(scene, actor, idea=args.idea, into=args.into)
    # Each part keeps its own points to come apart with: those merged before are taken out and put in again one by one.
    for one in inner:
        merging.return_votes(scene, part=one, whole=part.id)
    for one in [part.id, *inner]:
        merging.move_votes(scene, part=one, whole=whole.id)
    grouping.record_merge(scene, part, whole, was_seen=was_seen)
    if scene.workshop.spotlight == part.id:
        workshops.put_spotlight(scene, idea=whole.id)


def _withdraw(scene: Scene, actor: Actor, args: wire.IdeaWithdrawArgs) -> None:
    ideas.withdraw_idea(scene, actor, idea=args.idea)
    _give_back(scene, idea=args.idea)


def _give_back(scene: Scene, *, idea: UUID) -> None:
    """What others gave an idea that is gone."""
    merging.give_back(scene, target=idea)
    supporting.drop(scene, idea=idea)


def _erase(scene: Scene, actor: Actor, args: wire.IdeaEraseArgs) -> None:
    _erase_idea(scene, actor, args.idea)


def _erase_idea(scene: Scene, actor: Actor, idea: UUID) -> None:
    counts = voting.is_voted_on(scene, target=idea) or actions.come_from(scene, idea=idea)
    if ideas_erasing.erase_idea(scene, actor, idea=idea, counts=counts).withdrawn:
        _give_back(scene, idea=idea)


def _erase_mine(scene: Scene, actor: Actor, _args: wire.MineEraseArgs) -> None:
    require_participant(actor)
    person = scene.participant(actor.participant)
    assert person is not None
    for idea in ideas_erasing.own_texts(scene, author=person.id):
        _erase_idea(scene, actor, idea)
    ideas_erasing.erase_withdrawn(scene, author=person.id)
    commenting.erase_comments(scene, author=person.id)
    suggesting.erase_suggestions(scene, author=person.id)
    supporting.take_all_back(scene, participant=person.id)
    person.erased_at = scene.log.now
    person.save(update_fields=["erased_at"])
    # What they took back before may lie on their phones: these are told as of a hand, also where no event tells of anything.
    scene.log.touched.add(person.id)
    scene.log.hands_changed = True


def _split_idea(scene: Scene, actor: Actor, args: wire.IdeaSplitArgs) -> None:
    part, whole = grouping.split_idea(scene, actor, idea=args.idea)
    others = list(whole.parts.order_by("number").values_list("id", flat=True))
    merging.return_votes(scene, part=part.id, whole=whole.id, others=others)
    grouping.record_split(scene, part, whole)


def _merge_clusters(scene: Scene, actor: Actor, args: wire.ClusterMergeArgs) -> None:
    part, whole = grouping.merge_clusters(scene, actor, cluster=args.cluster, into=args.into)
    merging.move_votes(scene, part=part.id, whole=whole.id)
    grouping.record_cluster_merge(scene, part, whole)


def _remove_cluster(scene: Scene, actor: Actor, args: wire.ClusterRemoveArgs) -> None:
    removed, _seq = grouping.remove_cluster(scene, actor, cluster=args.cluster)
    merging.put_away(scene, target=removed.id)


def _restore_cluster(scene: Scene, actor: Actor, args: wire.ClusterRestoreArgs) -> None:
    found, whole = grouping.find_removed(scene, actor, cluster=args.cluster)
    others = list(scene.workshop.clusters.filter(merged_into=whole.id).exclude(pk=found.id)) if whole else []
    returned = merging.return_votes(
        scene, part=found.id, whole=whole.id if whole else None, others=[one.id for one in others]
    )
    grouping.restore_cluster(scene, found, ideas=args.ideas)
    if returned:
        voting.record_standings(scene, [one.id for one in (found, whole) if one])


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


def _reopen(scene: Scene, actor: Actor, args: wire.WorkshopReopenArgs) -> None:
    workshops.reopen_workshop(scene, actor)
    reports_domain.call_off_reports(workshop=scene.workshop)


def _totals(scene: Scene, actor: Actor, *, shown: bool) -> None:
    require_staff(actor)
    voting.show_totals(scene, shown=shown)


def _action_fields(args: wire.ActionCreateArgs | wire.ActionUpdateArgs) -> dict[str, Any]:
    fields = _sent(args, "title", "owner_name", "owner_org", "owner_email", "due_on", "status")
    return {name: value for name, value in fields.items() if value is not None or name == "due_on"}


def _create_action(scene: Scene, actor: Actor, args: wire.ActionCreateArgs) -> None:
    # Looked at before the first write.
    taken = suggesting.find_free(scene, actor, suggestion=args.suggestion) if args.suggestion else None
    actions.create_action(scene, actor, action=args.action, ideas=args.ideas, **_action_fields(args))
    if taken:
        suggesting.record_taken(scene, taken, action=args.action)


def _remove_action(scene: Scene, actor: Actor, args: wire.ActionRemoveArgs) -> None:
    actions.remove_action(scene, actor, action=args.action)
    suggesting.give_back(scene, action=args.action)


def _nothing(_value: object) -> None:
    return None


RUN: dict[str, Run] = {
    "idea.edit": lambda s, a, x: ideas.edit_idea(s, a, idea=x.idea, text=x.text),
    "idea.withdraw": _withdraw,
    "idea.restore": lambda s, a, x: capturing.restore_idea(s, a, idea=x.idea),
    "idea.erase": _erase,
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
    "cluster.restore": _restore_cluster,
    "comment.remove": lambda s, a, x: _nothing(commenting.remove_comment(s, a, comment=x.comment)),
    "comment.restore": lambda s, a, x: _nothing(commenting.restore_comment(s, a, comment=x.comment)),
    "hand.raise": lambda s, a, x: workshops.raise_hand(s, a),
    "hand.lower": lambda s, a, x: workshops.lower_hand(s, a, participant=x.participant),
    "workshop.open": lambda s, a, x: _nothing(workshops.open_workshop(s, a)),
    "workshop.lock": lambda s, a, x: _nothing(workshops.set_locked(s, a, locked=True)),
    "workshop.unlock": lambda s, a, x: _nothing(workshops.set_locked(s, a, locked=False)),
    "workshop.close": _close,
    "workshop.reopen": _reopen,
    "activity.start": _start_activity,
    "timer.set": lambda s, a, x: _nothing(workshops.set_timer(s, a, ends_at=x.ends_at, paused_s=x.paused_s)),
    "totals.show": lambda s, a, x: _totals(s, a, shown=True),
    "totals.hide": lambda s, a, x: _totals(s, a, shown=False),
    "spotlight.set": lambda s, a, x: _nothing(ideas.spotlight_idea(s, a, idea=x.idea)),
    "action.create": _create_action,
    "action.update": lambda s, a, x: _nothing(
        actions.update_action(s, a, action=x.action, ideas=x.ideas, **_action_fields(x))
    ),
    "action.remove": _remove_action,
    "action.suggest": lambda s, a, x: _nothing(suggesting.suggest_action(s, a, suggestion=x.suggestion, title=x.title)),
    "suggestion.decline": lambda s, a, x: suggesting.decline_suggestion(s, a, suggestion=x.suggestion),
    "suggestion.restore": lambda s, a, x: suggesting.restore_suggestion(s, a, suggestion=x.suggestion),
    "suggestion.withdraw": lambda s, a, x: _nothing(suggesting.withdraw_suggestion(s, a, suggestion=x.suggestion)),
    "mine.erase": _erase_mine,
    "action.claim": lambda s, a, x: _nothing(actions.claim_action(s, a, action=x.action, name=x.name_, email=x.email)),
    "summary.request": lambda s, a, x: summaries.request_summary(s, a, email=x.email, ticket=x.ticket),
    "summary.withdraw": lambda s, a, x: summaries.withdraw_summary(s, a, ticket=x.ticket),
    "table.take": lambda s, a, x: tables.take_pen(s, a, number=x.table),
    "table.pass": lambda s, a, x: tables.pass_pen(s, a),
    "table.leave": lambda s, a, x: tables.leave_table(s, a, number=x.table),
    "participant.mute": lambda s, a, x: _nothing(workshops.set_muted(s, a, participant=x.participant, muted=True)),
    "participant.unmute": lambda s, a, x: _nothing(workshops.set_muted(s, a, participant=x.participant, muted=False)),
}
