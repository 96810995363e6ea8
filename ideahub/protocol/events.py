"""Every event there is: past tense, with whole values. Applying one twice is harmless."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from ideahub.protocol.state import (
    Action,
    Activity,
    Answers,
    Cluster,
    Column,
    Comment,
    Id,
    Idea,
    Participant,
    Shared,
    Suggestion,
    Workshop,
)


class Event(Shared):
    seq: int


class WithIdea(Event):
    idea: Idea


class WithId(Event):
    id: Id


class WithWorkshop(Event):
    workshop: Workshop
    activities: list[Activity] | None = None


class WithCluster(Event):
    cluster: Cluster


class WithAction(Event):
    action: Action


class WithSuggestion(Event):
    suggestion: Suggestion


class WithParticipant(Event):
    participant: Participant


class IdeaCaptured(WithIdea):
    type: Literal["idea.captured"] = "idea.captured"


class IdeaEdited(WithIdea):
    type: Literal["idea.edited"] = "idea.edited"


class IdeaShown(WithIdea):
    type: Literal["idea.shown"] = "idea.shown"


class IdeaHidden(WithId):
    """`idea` is there for staff only, who go on seeing it."""

    type: Literal["idea.hidden"] = "idea.hidden"
    idea: Idea | None = None


class IdeaWithdrawn(WithId):
    type: Literal["idea.withdrawn"] = "idea.withdrawn"


class IdeaErased(WithIdea):
    """Its author removed the text of an idea that has its place; for one that was merged, the idea it was merged into."""

    type: Literal["idea.erased"] = "idea.erased"


class IdeaMoved(WithIdea):
    type: Literal["idea.moved"] = "idea.moved"


class IdeaMerged(WithId):
    type: Literal["idea.merged"] = "idea.merged"
    into: Idea


class IdeaSplit(WithIdea):
    """`from` is the idea it was part of, as it is now."""

    type: Literal["idea.split"] = "idea.split"
    from_: Idea = Field(alias="from")


class ClusterCreated(WithCluster):
    type: Literal["cluster.created"] = "cluster.created"


class ClusterRenamed(WithCluster):
    type: Literal["cluster.renamed"] = "cluster.renamed"


class ClusterMoved(WithCluster):
    type: Literal["cluster.moved"] = "cluster.moved"


class ClusterMerged(WithId):
    type: Literal["cluster.merged"] = "cluster.merged"
    into: Cluster


class ClusterRemoved(WithId):
    type: Literal["cluster.removed"] = "cluster.removed"


class CommentAdded(Event):
    """`idea` is the idea's id, `comments` how many it has now, or how many the one has that it was merged into."""

    type: Literal["comment.added"] = "comment.added"
    idea: Id
    comment: Comment
    comments: int


class CommentRemoved(WithId):
    """`id` is the comment's, `idea` the idea's it was about, `comments` as in `comment.added`."""

    type: Literal["comment.removed"] = "comment.removed"
    idea: Id
    comments: int


class SupportChanged(Event):
    """How many stand behind each idea whose support changed; never who."""

    type: Literal["support.changed"] = "support.changed"
    supports: dict[str, int]


class WorkshopOpened(WithWorkshop):
    type: Literal["workshop.opened"] = "workshop.opened"


class WorkshopChanged(WithWorkshop):
    """Title, purpose, columns, agenda or lock were changed; all of them stand here as they are now."""

    type: Literal["workshop.changed"] = "workshop.changed"
    columns: list[Column] | None = None


class WorkshopClosed(WithWorkshop):
    type: Literal["workshop.closed"] = "workshop.closed"


class WorkshopReopened(WithWorkshop):
    type: Literal["workshop.reopened"] = "workshop.reopened"


class WorkshopLocked(WithWorkshop):
    type: Literal["workshop.locked"] = "workshop.locked"


class WorkshopUnlocked(WithWorkshop):
    type: Literal["workshop.unlocked"] = "workshop.unlocked"


class ActivityStarted(WithWorkshop):
    type: Literal["activity.started"] = "activity.started"


class TimerSet(WithWorkshop):
    type: Literal["timer.set"] = "timer.set"


class SpotlightSet(WithWorkshop):
    type: Literal["spotlight.set"] = "spotlight.set"


class TableChanged(WithWorkshop):
    """A table's pen was taken, handed over or put down."""

    type: Literal["table.changed"] = "table.changed"


class TotalsShown(Event):
    """A target that stands in `answers` and not in `points` has too few answers to be shown."""

    type: Literal["totals.shown"] = "totals.shown"
    points: dict[str, int]
    answers: dict[str, Answers | None] = Field(default_factory=dict)


class TotalsHidden(Event):
    type: Literal["totals.hidden"] = "totals.hidden"


class TallyChanged(Event):
    """New totals of the targets that changed, as in `totals.shown`; `voted` and `done` count phones."""

    type: Literal["tally.changed"] = "tally.changed"
    points: dict[str, int]
    answers: dict[str, Answers | None] = Field(default_factory=dict)
    voted: int
    done: int


class ActionCreated(WithAction):
    type: Literal["action.created"] = "action.created"


class ActionUpdated(WithAction):
    type: Literal["action.updated"] = "action.updated"


class ActionRemoved(WithId):
    type: Literal["action.removed"] = "action.removed"


class SuggestionMade(WithSuggestion):
    type: Literal["suggestion.made"] = "suggestion.made"


class SuggestionChanged(WithSuggestion):
    """It was taken up, declined, or waits again."""

    type: Literal["suggestion.changed"] = "suggestion.changed"


class SuggestionWithdrawn(WithId):
    """Whoever made it took it back."""

    type: Literal["suggestion.withdrawn"] = "suggestion.withdrawn"


class ParticipantJoined(WithParticipant):
    type: Literal["participant.joined"] = "participant.joined"


class ParticipantMuted(WithParticipant):
    type: Literal["participant.muted"] = "participant.muted"


class ParticipantUnmuted(WithParticipant):
    type: Literal["participant.unmuted"] = "participant.unmuted"


class ReportSent(Event):
    """`workshop` says when in its `reported_at`; it is lacking in logs from before it was told."""

    type: Literal["report.sent"] = "report.sent"
    version: int
    workshop: Workshop | None = None


AnyEvent = Annotated[
    IdeaCaptured | IdeaEdited | IdeaShown | IdeaHidden | IdeaWithdrawn | IdeaErased | IdeaMoved | IdeaMerged | IdeaSplit
    | ClusterCreated | ClusterRenamed | ClusterMoved | ClusterMerged | ClusterRemoved | CommentAdded
    | CommentRemoved | SupportChanged
    | WorkshopOpened | WorkshopChanged | WorkshopClosed | WorkshopReopened | WorkshopLocked | WorkshopUnlocked
    | ActivityStarted | TimerSet | SpotlightSet | TableChanged | TotalsShown | TotalsHidden | TallyChanged
    | ActionCreated | ActionUpdated | ActionRemoved | SuggestionMade | SuggestionChanged | SuggestionWithdrawn
    | ParticipantJoined | ParticipantMuted | ParticipantUnmuted | ReportSent,
    Field(discriminator="type"),
]  # fmt: skip
any_event: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
EVENT_TYPES: frozenset[str] = frozenset(
    kind.model_fields["type"].default
    for kind in AnyEvent.__origin__.__args__  # type: ignore[attr-defined]
)
