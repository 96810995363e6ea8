"""Every command there is, with the arguments it takes. What each may do is the domain's business."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ideahub.protocol.state import ActionStatus, Id, Time


class Args(BaseModel):
    """Arguments of one command. Unknown fields are ignored, as the protocol says."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: ClassVar[str]


class Command(BaseModel):
    """A command as it arrives: `id` is the client's own and makes sending it again harmless."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: Id
    name: str = Field(max_length=40)
    args: dict[str, object] = Field(default_factory=dict)
    # When it was made on a device that could not send it then.
    made: Time | None = None


class IdeaCaptureArgs(Args):
    """`table` is the one that it was written for, 0 for none; where it is not said, the one whose pen the phone has."""

    name = "idea.capture"
    idea: Id
    column: Id | None = None
    text: str
    table: int | None = Field(None, ge=0)


class IdeaEditArgs(Args):
    name = "idea.edit"
    idea: Id
    text: str


class IdeaWithdrawArgs(Args):
    name = "idea.withdraw"
    idea: Id


class IdeaRestoreArgs(Args):
    """Brings back what one took back oneself, under its own number."""

    name = "idea.restore"
    idea: Id


class IdeaEraseArgs(Args):
    name = "idea.erase"
    idea: Id


class IdeaSupportArgs(Args):
    """Whether one stands behind somebody else's idea."""

    name = "idea.support"
    idea: Id
    on: bool


class VoteSetArgs(Args):
    """The whole answer to one target: `points: null` takes it back where votes are not shared out; `effort` is for `scale`.

    `activity` is the vote that it was given in."""

    name = "vote.set"
    target: Id
    points: int | None
    effort: int | None = None
    activity: Id | None = None


class VoteDoneArgs(Args):
    name = "vote.done"
    done: bool
    activity: Id | None = None


class CommentAddArgs(Args):
    name = "comment.add"
    comment: Id
    idea: Id
    text: str


class CommentRemoveArgs(Args):
    name = "comment.remove"
    comment: Id


class CommentRestoreArgs(Args):
    """Puts back one that was removed."""

    name = "comment.restore"
    comment: Id


class HandRaiseArgs(Args):
    name = "hand.raise"


class HandLowerArgs(Args):
    """Staff may name whose hand; a participant lowers their own."""

    name = "hand.lower"
    participant: Id | None = None


class IdeaShowArgs(Args):
    name = "idea.show"
    ideas: list[Id] = Field(min_length=1, max_length=1000)


class IdeaHideArgs(Args):
    name = "idea.hide"
    ideas: list[Id] = Field(min_length=1, max_length=1000)
    reason: str | None = None


class IdeaMoveArgs(Args):
    """A field that is not sent stays as it is; `cluster: null` takes the idea out of its cluster; `before: null` puts it last."""

    name = "idea.move"
    idea: Id
    column: Id | None = None
    cluster: Id | None = None
    before: Id | None = None


class IdeaMergeArgs(Args):
    name = "idea.merge"
    idea: Id
    into: Id


class IdeaSplitArgs(Args):
    name = "idea.split"
    idea: Id


class ClusterCreateArgs(Args):
    name = "cluster.create"
    cluster: Id
    title: str
    column: Id | None = None
    ideas: list[Id] = Field(default_factory=list, max_length=1000)


class ClusterRenameArgs(Args):
    name = "cluster.rename"
    cluster: Id
    title: str


class ClusterMoveArgs(Args):
    name = "cluster.move"
    cluster: Id
    column: Id | None = None
    before: Id | None = None


class ClusterMergeArgs(Args):
    name = "cluster.merge"
    cluster: Id
    into: Id


class ClusterRemoveArgs(Args):
    name = "cluster.remove"
    cluster: Id


class ClusterRestoreArgs(Args):
    """Brings back one that was removed or merged, with these ideas and the votes it had."""

    name = "cluster.restore"
    cluster: Id
    ideas: list[Id] = Field(default_factory=list, max_length=1000)


class WorkshopOpenArgs(Args):
    name = "workshop.open"


class WorkshopLockArgs(Args):
    name = "workshop.lock"


class WorkshopUnlockArgs(Args):
    name = "workshop.unlock"


class WorkshopCloseArgs(Args):
    name = "workshop.close"


class WorkshopReopenArgs(Args):
    name = "workshop.reopen"


class ActivityStartArgs(Args):
    name = "activity.start"
    activity: Id


class TimerSetArgs(Args):
    """One of both, or neither: no clock at all."""

    name = "timer.set"
    ends_at: Time | None = None
    paused_s: int | None = Field(None, ge=0, le=86400)


class TotalsShowArgs(Args):
    name = "totals.show"


class TotalsHideArgs(Args):
    name = "totals.hide"


class SpotlightSetArgs(Args):
    name = "spotlight.set"
    idea: Id | None = None


class ActionCreateArgs(Args):
    """`suggestion` is the one that is taken up with it."""

    name = "action.create"
    action: Id
    title: str
    owner_name: str = ""
    owner_org: str = ""
    owner_email: str = ""
    due_on: str | None = None
    status: ActionStatus | None = None
    ideas: list[Id] = Field(default_factory=list, max_length=100)
    suggestion: Id | None = None


class ActionUpdateArgs(Args):
    """A field that is not sent stays as it is."""

    name = "action.update"
    action: Id
    title: str | None = None
    owner_name: str | None = None
    owner_org: str | None = None
    owner_email: str | None = None
    due_on: str | None = None
    status: ActionStatus | None = None
    ideas: list[Id] | None = Field(None, max_length=100)


class ActionRemoveArgs(Args):
    name = "action.remove"
    action: Id


class ActionClaimArgs(Args):
    name = "action.claim"
    action: Id
    name_: str = Field(alias="name")
    email: str


class ActionSuggestArgs(Args):
    name = "action.suggest"
    suggestion: Id
    title: str


class SuggestionDeclineArgs(Args):
    name = "suggestion.decline"
    suggestion: Id


class SuggestionRestoreArgs(Args):
    """Takes a decline back: it waits again."""

    name = "suggestion.restore"
    suggestion: Id


class SuggestionWithdrawArgs(Args):
    """Its author takes it back."""

    name = "suggestion.withdraw"
    suggestion: Id


class MineEraseArgs(Args):
    """All that one has written, and one's support of what others have."""

    name = "mine.erase"


class ParticipantMuteArgs(Args):
    name = "participant.mute"
    participant: Id


class ParticipantUnmuteArgs(Args):
    name = "participant.unmute"
    participant: Id


class TableTakeArgs(Args):
    name = "table.take"
    table: int


class TablePassArgs(Args):
    name = "table.pass"


class TableLeaveArgs(Args):
    """Staff say which table; a phone leaves the one it writes for."""

    name = "table.leave"
    table: int | None = None


class SummaryRequestArgs(Args):
    """`ticket` is a secret of the phone's: it lets the same phone take the request back, and says nothing about whose it is."""

    name = "summary.request"
    email: str
    ticket: Id | None = None


class SummaryWithdrawArgs(Args):
    name = "summary.withdraw"
    ticket: Id


ALL: dict[str, type[Args]] = {kind.name: kind for kind in Args.__subclasses__()}
