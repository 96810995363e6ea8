"""A workshop's whole state at one seq, for one audience, and what is put behind it for one caller."""

from ideahub.snapshot.kept import Shared, shared, with_own, with_own_gzipped
from ideahub.snapshot.own import Part, ask_mine_ahead, me, mine, own_part
from ideahub.snapshot.whole import build

__all__ = [
    "Part",
    "Shared",
    "ask_mine_ahead",
    "build",
    "me",
    "mine",
    "own_part",
    "shared",
    "with_own",
    "with_own_gzipped",
]
