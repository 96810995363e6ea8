"""The invented programme and its ideas, as the files beside this module hold them. See data/README.md."""

from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ideahub.protocol.state import ActionStatus, ActivityKind

DATA = Path(__file__).parent / "data"
# Rude on purpose, for testing the review; never shown in a demo.
NEVER_SHOWN = "abusive"
PERSONAL = "personal_data"


class Material(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ArenaText(Material):
    name: str
    place: str
    language: str


class Partner(Material):
    name: str


class Question(Material):
    """A column."""

    key: str
    title: str


class AgendaStep(Material):
    kind: ActivityKind
    title: str
    minutes: int | None
    settings: dict[str, object]


class Session(Material):
    slug: str
    title: str = Field(alias="title_sv")
    purpose: str
    partners: tuple[Partner, ...]
    people: int = Field(alias="participants_expected")
    columns: tuple[Question, ...]
    agenda: tuple[AgendaStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes or 0 for step in self.agenda)


class Programme(Material):
    arena: ArenaText
    sessions: tuple[Session, ...] = Field(alias="programme")


class IdeaText(Material):
    """`at_s`: seconds after the collect step began. `votes`: points it has in the end."""

    id: str
    column: str
    text: str
    lang: str = "sv"
    group: str | None = Field(None, alias="gold_cluster")
    group_title: str | None = Field(None, alias="gold_cluster_title")
    flags: tuple[str, ...] = ()
    at_s: float
    votes: int = 0


class CommentText(Material):
    idea: str
    text: str


class ActionText(Material):
    """`status`: how it went after the meeting."""

    title: str
    owner_name: str = ""
    owner_org: str = ""
    owner_email: str = ""
    due_in_days: int
    status: ActionStatus = "open"
    from_ideas: tuple[str, ...] = ()


class SessionTexts(Material):
    """What people wrote in one session."""

    ideas: tuple[IdeaText, ...]
    comments: tuple[CommentText, ...] = ()
    actions: tuple[ActionText, ...] = ()

    @cached_property
    def presentable(self) -> tuple[IdeaText, ...]:
        """In order of arrival, without those that are not to be shown to anybody."""
        fit = [idea for idea in self.ideas if NEVER_SHOWN not in idea.flags]
        return tuple(sorted(fit, key=lambda idea: idea.at_s))

    @cached_property
    def groups(self) -> dict[str, str]:
        """Titles of the groups by their key, the largest first."""
        sizes: dict[str, int] = {}
        titles: dict[str, str] = {}
        for idea in self.presentable:
            if idea.group and idea.group_title and PERSONAL not in idea.flags:
                sizes[idea.group] = sizes.get(idea.group, 0) + 1
                titles[idea.group] = idea.group_title
        return {key: titles[key] for key in sorted(sizes, key=lambda key: -sizes[key])}


def read_programme() -> Programme:
    return Programme.model_validate_json((DATA / "arena.json").read_bytes())


def read_texts(path: Path) -> SessionTexts:
    """Raises pydantic's ValidationError for a file in another format, OSError for one that cannot be read."""
    return SessionTexts.model_validate_json(path.read_bytes())


def texts_of(session: Session) -> SessionTexts | None:
    """What was written in a session of the programme; None for one that is only planned."""
    path = DATA / "ideas" / f"{session.slug}.json"
    return read_texts(path) if path.exists() else None
