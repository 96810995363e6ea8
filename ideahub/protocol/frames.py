"""Frames of the socket in both directions, and the bodies of the HTTP fallback."""

import json
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ideahub.core.actor import Audience
from ideahub.core.errors import Code
from ideahub.protocol.commands import Command
from ideahub.protocol.events import AnyEvent
from ideahub.protocol.state import Fair, Hands, Id, Idea, Me, Shared, Suggestion, Time

MOST_COMMANDS = 50
MOST_SHOWN = 200
MOST_BYTES = 16 * 1024


class Result(Shared):
    """The outcome of one command; `code` and `detail` say why it was refused, `repeat` that it was decided before."""

    id: Id
    ok: bool
    seq: int | None = None
    code: Code | None = None
    detail: str | None = None
    field: str | None = None
    repeat: bool | None = None
    number: int | None = None
    status: str | None = None
    points_left: int | None = None


class Hello(Shared):
    type: Literal["hello"] = "hello"
    epoch: str
    seq: int
    server_time: Time
    audience: Audience


class Events(Shared):
    type: Literal["events"] = "events"
    after: int
    upto: int
    events: list[AnyEvent]


class Ack(Shared):
    type: Literal["ack"] = "ack"
    results: list[Result]


class You(Shared):
    """Only the fields of `me` that changed, each whole."""

    type: Literal["you"] = "you"
    name: str | None = None
    ideas: list[Idea] | None = None
    own: list[Id] | None = None
    supports: list[Id] | None = None
    points: dict[str, int] | None = None
    effort: dict[str, int] | None = None
    points_left: int | None = None
    done: bool | None = None
    hand: bool | None = None
    muted: bool | None = None
    summary: bool | None = None
    table: int | None = None
    suggestions: list[Suggestion] | None = None
    erased_at: Time | None = None


class Online(Shared):
    """`degraded`, to staff: Redis is away, so that only one process's phones are counted and each limits the pace by itself."""

    type: Literal["online"] = "online"
    count: int
    degraded: bool | None = None


class HandsFrame(Hands):
    type: Literal["hands"] = "hands"


class FairFrame(Fair):
    """For phones: the order to read in, as it is now."""

    type: Literal["fair"] = "fair"


class Resync(Shared):
    type: Literal["resync"] = "resync"
    reason: str


class Bye(Shared):
    type: Literal["bye"] = "bye"
    reason: str
    retry_after_s: float


class Pong(Shared):
    type: Literal["pong"] = "pong"
    t: float
    server_time: Time


class Error(Shared):
    type: Literal["error"] = "error"
    code: str
    detail: str


ServerFrame = Annotated[
    Hello | Events | Ack | You | Online | HandsFrame | FairFrame | Resync | Bye | Pong | Error,
    Field(discriminator="type"),
]


class FromClient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Push(FromClient):
    """Commands are kept raw here: one that is malformed is refused by itself and does not disturb the others."""

    type: Literal["push"]
    commands: list[dict[str, object]] = Field(min_length=1, max_length=MOST_COMMANDS)
    language: str | None = Field(None, max_length=20)


class Since(FromClient):
    type: Literal["since"]
    seq: int = Field(ge=0)
    epoch: str = Field(max_length=40)


class Got(FromClient):
    type: Literal["got"]
    seq: int = Field(ge=0)


class Ping(FromClient):
    type: Literal["ping"]
    t: float


class Auth(FromClient):
    type: Literal["auth"]
    token: str = Field(max_length=200)


class ShownBody(FromClient):
    """Body of `POST …/shown/`: ideas, and clusters that are voted on, that were on the screen."""

    ideas: list[Id] = Field(min_length=1, max_length=MOST_SHOWN)


class Shown(ShownBody):
    type: Literal["shown"]


ClientFrame = Annotated[Push | Since | Got | Ping | Auth | Shown, Field(discriminator="type")]
client_frame: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


def read_frame(text: str) -> ClientFrame:
    """A client's frame. Raises ValueError for what is none.

    Python's own JSON reader lets half a surrogate pair through: the command that holds it is refused by itself, where a
    stricter reader would refuse the frame, and the phone would send it again for ever.
    """
    try:
        return client_frame.validate_python(_json.decode(text))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


# `json.loads` makes one anew for each call.
_json = json.JSONDecoder(parse_constant=_no_number)


class CommandsBody(FromClient):
    """Body of `POST …/commands/`."""

    commands: list[dict[str, object]] = Field(min_length=1, max_length=MOST_COMMANDS)


class JoinBody(FromClient):
    name: str | None = Field(None, max_length=200)
    language: Literal["sv", "en"] | None = None


class Card(Shared):
    """What anybody with the code may see before joining. `anonymous`: no step shows names at ideas.

    `minutes` as planned. `joined`: how many have, as it was at most a second ago.
    """

    title: str
    language: str
    status: str
    columns: int
    anonymous: bool
    arena: str
    place: str
    starts_at: Time | None
    minutes: int | None
    joined: int


class DataFacts(Shared):
    """What the text on personal data says of this meeting. `operator` and `contact` may be empty, `text` is the arena's own paragraph
    in the asker's language, else in the other one (`text_language`), `keep_months` 0: until somebody removes it."""

    operator: str
    contact: str
    text: str
    text_language: str
    text_sv: str
    text_en: str
    keep_months: int


class Joined(Shared):
    """Who one is from now on; the proof of it is the cookie that comes with this."""

    participant: Id
    name: str


class Polled(Events):
    """An `events` frame, and beside it what the socket tells in frames of its own: `online` phones, the others as those frames. `you` is
    whole or what changed of it."""

    online: int | None = None
    hands: Hands | None = None
    fair: Fair | None = None
    you: Me | You | None = None


class PushFrame(FromClient):
    """A `push` as clients should build it; the server reads it through `Push`."""

    type: Literal["push"] = "push"
    commands: list[Command]
    language: Literal["sv", "en"] | None = None
