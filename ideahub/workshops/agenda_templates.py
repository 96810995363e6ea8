"""Agendas to start from, in Swedish and English. Everything in them can be changed afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ideahub.protocol.state import ActivityKind, Shape

Language = Literal["sv", "en"]
Key = Literal["ideas", "retrospective", "five_steps", "open_forum", "blank"]
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "ring", "bar")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an agenda. `minutes` None: it has no end."""

    kind: ActivityKind
    title: str
    minutes: int | None
    settings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgendaTemplate:
    key: Key
    title: str
    about: str
    columns: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int | None:
        """How long a meeting made from it lasts; None when a step has no end."""
        lengths = [step.minutes for step in self.steps]
        return None if None in lengths else sum(length or 0 for length in lengths)


@dataclass(frozen=True, slots=True)
class Plan:
    """A step before it has a name: what it is, how long it takes, which settings it has."""

    kind: ActivityKind
    minutes: int | None
    settings: dict[str, object] = field(default_factory=dict)


VOTE: dict[str, object] = {
    "target": "clusters",
    "votes_per_person": 5,
    "max_per_target": 2,
    "show_results": "after_close",
}
COMMIT: dict[str, object] = {"require_owner": True, "require_due": True, "default_due_in_days": 60}
PLANS: dict[Key, tuple[Plan, ...]] = {
    "ideas": (
        Plan("gather", 5),
        Plan("collect", 12, {"show_others_after_s": 0}),
        Plan("group", 8),
        Plan("vote", 5, VOTE),
        Plan("discuss", 15, {"top_n": 3}),
        Plan("commit", 10, COMMIT),
        Plan("close", 5),
    ),
    "retrospective": (
        Plan("gather", 3),
        Plan("collect", 10, {"show_others_after_s": None}),
        Plan("group", 8),
        Plan("vote", 4, {**VOTE, "model": "thumb"}),
        Plan("commit", 15, {**COMMIT, "default_due_in_days": 14}),
        Plan("close", 5),
    ),
    "five_steps": (
        Plan("collect", 10, {"show_others_after_s": 120}),
        Plan("group", 10),
        Plan("vote", 5, {**VOTE, "target": "ideas"}),
        Plan("discuss", 25, {"top_n": 4, "comments": True}),
        Plan("commit", 10, {**COMMIT, "max_actions": 8}),
    ),
    "open_forum": (Plan("collect", None, {"show_others_after_s": 0, "comments": True}),),
    "blank": (Plan("collect", 15),),
}

Words = tuple[str, str, tuple[str, ...]]
WORDS: dict[Language, dict[Key, Words]] = {
    "sv": {
        "ideas": (
            "Idémöte",
            "Från fråga till åtgärd. Passar när ni vill ha många idéer och några beslut.",
            ("Område 1", "Område 2", "Område 3"),
        ),
        "retrospective": (
            "Återblick",
            "Vad gick bra, vad gick trögt och vad provar vi nästa gång?",
            ("Gick bra", "Gick trögt", "Prova nästa gång"),
        ),
        "five_steps": (
            "Vätgasstegen",
            "Kraftsamla i fem steg: skriv tyst, sortera, rösta, samtala vid borden och bestäm vem som gör vad.",
            ("Vad bromsar?", "Störst nytta", "Andras roll", "Vårt bidrag"),
        ),
        "open_forum": (
            "Öppet forum",
            "Står hela dagen utan ledare. Folk lämnar det de bär på och läser andras.",
            ("Erfarenheter", "Idéer", "Utmaningar", "Kunskap"),
        ),
        "blank": ("Tomt möte", "Ett steg för idéer. Du lägger till resten.", ("Idéer",)),
    },
    "en": {
        "ideas": (
            "Idea meeting",
            "From question to action. When you want many ideas and a few decisions.",
            ("Area 1", "Area 2", "Area 3"),
        ),
        "retrospective": (
            "Looking back",
            "What went well, what was hard, and what do we try next time?",
            ("Went well", "Was hard", "Try next time"),
        ),
        "five_steps": (
            "Hydrogen steps",
            "Join forces in five steps: write in silence, sort, vote, talk at the tables and settle who does what.",
            ("What holds us back?", "Most useful", "Others' part", "Our part"),
        ),
        "open_forum": (
            "Open forum",
            "Stays open all day without a leader. People leave what they carry and read what others left.",
            ("Experience", "Ideas", "Challenges", "Knowledge"),
        ),
        "blank": ("Empty meeting", "One step for ideas. You add the rest.", ("Ideas",)),
    },
}
STEP_TITLES: dict[Language, dict[ActivityKind, str]] = {
    "sv": {
        "gather": "Samling", "collect": "Idéer", "group": "Gruppera", "vote": "Rösta",
        "discuss": "Samtala", "commit": "Åtgärder", "close": "Avslut",
    },
    "en": {
        "gather": "Gather", "collect": "Ideas", "group": "Group", "vote": "Vote",
        "discuss": "Discuss", "commit": "Actions", "close": "Close",
    },
}  # fmt: skip


def agenda_templates(language: Language) -> Iterable[AgendaTemplate]:
    return (agenda_template(key, language) for key in PLANS)


def agenda_template(key: Key, language: Language) -> AgendaTemplate:
    title, about, columns = WORDS[language][key]
    names = STEP_TITLES[language]
    steps = tuple(Step(plan.kind, names[plan.kind], plan.minutes, dict(plan.settings)) for plan in PLANS[key])
    return AgendaTemplate(key=key, title=title, about=about, columns=columns, steps=steps)
