"""How it stands with the phones of one process, or with all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """`step`, `title` and `seq` are what the phone that is furthest knows. `is_busy`: some phone has something to do by itself, or no
    phone of a process knows yet which step is on.
    `is_resting`: none begins anything new. `played`: steps in which all was done and answered."""

    workshop: str = ""
    is_open: bool = True
    step: str | None = None
    title: str = ""
    seq: int = 0
    joined: int = 0
    connected: int = 0
    acknowledged: int = 0
    waiting: int = 0
    refused: int = 0
    reconnects: int = 0
    resyncs: int = 0
    is_busy: bool = True
    is_resting: bool = False
    played: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, looks: "Sequence[Look]") -> "Look":
        """At least one."""
        newest = max(looks, key=lambda one: one.seq)
        return cls(
            workshop=newest.workshop,
            is_open=newest.is_open,
            step=newest.step,
            title=newest.title,
            seq=newest.seq,
            joined=sum(one.joined for one in looks),
            connected=sum(one.connected for one in looks),
            acknowledged=sum(one.acknowledged for one in looks),
            waiting=sum(one.waiting for one in looks),
            refused=sum(one.refused for one in looks),
            reconnects=sum(one.reconnects for one in looks),
            resyncs=sum(one.resyncs for one in looks),
            is_busy=any(one.is_busy or one.step != newest.step for one in looks),
            is_resting=all(one.is_resting for one in looks),
            played=[step for step in newest.played if all(step in one.played for one in looks)],
        )
