"""What a report's sheet is put together from: strings, and the shares of bars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    shape: str
    value: str
    share: float
    first: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    count: int
    share: float
    top: bool


@dataclass(frozen=True, slots=True)
class Flow:
    described: str
    begins: str
    ends: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    rank: str
    title: str
    number: int | None
    lines: tuple[Line, ...]
    more: str
    value: str
    share: float
    shape: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    shape: str
    summary: str
    rows: tuple[Row, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Task:
    number: int
    title: str
    source: str
    owner: str
    org: str
    due: str


@dataclass(frozen=True, slots=True)
class Stage:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment; `on` names the part of an idea that it is about, where it is not the whole."""

    text: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    text: str
    note: str
    merged: tuple[Line, ...]
    comments: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    title: str
    shape: str
    summary: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OtherResult:
    """The result of a vote beside the one that decides."""

    title: str
    summary: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    value_label: str
    value_wide: bool
