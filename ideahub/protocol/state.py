"""The shapes of shared state: what a snapshot holds and what events carry. See docs/protocol.md."""

from functools import cached_property
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer
from typing_extensions import TypedDict

from ideahub.core.clock import to_wire

Time = Annotated[AwareDatetime, PlainSerializer(to_wire, return_type=str, when_used="json-unless-none")]
Id = UUID
Status = Literal["draft", "open", "closed"]
Totals = Literal["hidden", "shown"]
ActivityKind = Literal["gather", "collect", "group", "vote", "discuss", "commit", "close"]
IdeaStatus = Literal["shown", "pending", "hidden"]
ActionStatus = Literal["draft", "open", "accepted", "in_progress", "needs_help", "done", "dropped"]
SuggestionStatus = Literal["waiting", "taken", "declined"]
Model = Literal["points", "thumb", "agree", "scale"]
Shape = Literal["circle", "square", "triangle", "diamond", "ring", "bar"]


Thumbs = TypedDict("Thumbs", {"for": int, "against": int})
Opinions = TypedDict("Opinions", {"for": int, "against": int, "passed": int})


class Ratings(TypedDict):
    """How many rated it 1, 2, 3, 4 and 5."""

    benefit: list[int]
    effort: list[int]


# How many answered what, by the model of the vote: thumb, agree, scale.
Answers = Opinions | Thumbs | Ratings


class Shared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActivitySettings(BaseModel):
    """What an activity lets people do. Limits are counts, times are seconds.

    Null is no limit; for `show_others_after_s` it is not before the next activity. `while_grouping`: ideas are taken while
    a grouping that follows is on, too.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    columns: list[str] | None = None
    review: bool = False
    hold_flagged: bool = True
    anonymous: bool = True
    max_chars: int = Field(280, ge=1, le=500)
    while_grouping: bool = False
    max_ideas_per_person: int | None = Field(None, ge=1, le=1000)
    tables: int = Field(0, ge=0, le=99)
    show_others_after_s: int | None = Field(0, ge=0, le=86400)
    grace_s: int = Field(5, ge=0, le=60)
    late_s: int = Field(300, ge=0, le=3600)
    comments: bool = False
    target: Literal["ideas", "clusters"] = "ideas"
    model: Model = "points"
    votes_per_person: int = Field(5, ge=1, le=100)
    max_per_target: int = Field(1, ge=1, le=100)
    show_results: Literal["live", "after_close", "manual"] = "after_close"
    top_n: int = Field(4, ge=1, le=50)
    prompt: str | None = Field(None, max_length=500)
    max_actions: int | None = Field(None, ge=1, le=100)
    require_owner: bool = False
    require_due: bool = False
    default_due_in_days: int = Field(60, ge=1, le=730)


class Timer(Shared):
    ends_at: Time | None = None
    paused_s: int | None = None


class Table(Shared):
    """A table that a phone has written for: who holds its pen (`holder`, staff only), or that it waits for the next phone."""

    number: int
    pen: Literal["taken", "offered", "free"]
    since: Time
    holder: Id | None = None


class Workshop(Shared):
    """`took_part`: how many joined, once nobody else can."""

    id: Id
    code: str
    title: str
    purpose: str
    language: str
    status: Status
    activity: Id | None
    timer: Timer
    spotlight: Id | None
    totals: Totals
    settings: dict[str, object]
    locked: bool
    voted: int
    done: int
    vote_activity: Id | None
    arena: str | None
    starts_at: Time | None
    join_url: str
    reported_at: Time | None
    took_part: int | None
    tables: list[Table]


class Activity(Shared):
    id: Id
    kind: ActivityKind
    title: str
    minutes: int | None
    position: int
    settings: ActivitySettings
    started_at: Time | None
    closed_at: Time | None
    # When its clock had run out, where that was before it was closed.
    clock_ended_at: Time | None = None


class Column(Shared):
    id: Id
    title: str
    position: int
    shape: Shape


class Cluster(Shared):
    id: Id
    column: Id | None
    title: str
    position: int
    points: int | None
    answers: Answers | None = None


class Idea(Shared):
    """`participant` and `flags` are null for all but staff; `reason` is for staff and the author."""

    id: Id
    number: int
    column: Id | None
    cluster: Id | None
    text: str
    author: str | None
    status: IdeaStatus
    position: int
    created_at: Time
    edited_at: Time | None
    merged: list[int]
    merged_texts: list[str]
    merged_ids: list[Id]
    points: int | None
    answers: Answers | None = None
    comments: int
    supports: int = 0
    room: bool
    table: int | None = None
    reason: str | None = None
    participant: Id | None = None
    flags: list[str] | None = None


class Comment(Shared):
    id: Id
    text: str
    author: str | None
    created_at: Time


class Action(Shared):
    """`owner_email` is null for all but staff."""

    id: Id
    title: str
    owner_name: str
    owner_org: str
    due_on: str | None
    status: ActionStatus
    ideas: list[Id]
    owner_email: str | None = None


class Suggestion(Shared):
    """What somebody in the room proposes to do; `action` is what became of it. Told to staff, and to who made it."""

    id: Id
    title: str
    status: SuggestionStatus
    action: Id | None
    created_at: Time


class Participant(Shared):
    id: Id
    name: str
    muted: bool
    joined_at: Time


class Me(Shared):
    """What concerns one participant only. `table`: the number of the table it writes for, 0 for none.

    `supports`: the ideas it has given its support to, those that were merged since under their own ids. `erased_at`: when it last
    removed all that it had left, told where it has.
    """

    participant: Id
    name: str
    ideas: list[Idea]
    own: list[Id]
    supports: list[Id] = Field(default_factory=list)
    points: dict[str, int]
    effort: dict[str, int] = Field(default_factory=dict)
    points_left: int
    done: bool
    hand: bool
    muted: bool
    summary: bool = False
    table: int = 0
    suggestions: list[Suggestion] = Field(default_factory=list)
    erased_at: Time | None = None


class RaisedHand(Shared):
    participant: Id
    name: str
    since: Time


class Hands(Shared):
    """Raised hands: the list is for staff, everybody else gets the number, and who waits their own place, from 1."""

    count: int
    place: int | None = None
    hands: list[RaisedHand] | None = None

    @cached_property
    def places(self) -> dict[UUID, int]:
        return {one.participant: place for place, one in enumerate(self.hands or (), start=1)}


class Fair(Shared):
    """An order to read in, the least shown first: ideas by their numbers and clusters, in bands of those alike."""

    ideas: list[list[int]]
    clusters: list[list[Id]]


class Snapshot(Shared):
    epoch: str
    seq: int
    server_time: Time
    workshop: Workshop
    activities: list[Activity]
    columns: list[Column]
    clusters: list[Cluster]
    ideas: list[Idea]
    actions: list[Action]
    suggestions: list[Suggestion] | None = None
    comments: list["IdeaComment"]
    online: int
    # Kept by clients from the `online` frame; no snapshot says it.
    degraded: bool | None = None
    hands: Hands
    participants: list[Participant] | None = None
    me: Me | None
    fair: Fair | None = None
    shown_on: dict[str, int] | None = None


class IdeaComment(Comment):
    """A comment with the idea it belongs to."""

    idea: Id
