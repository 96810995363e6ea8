"""What the clients of one process saw in the end, held against the server."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from ideahub.demo.simulation import figures
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door
from ideahub.demo.simulation.figures import Seen
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State

AGREE_S = 30.0


async def hold(clients: Sequence[Client], door: Door, ledger: Ledger) -> Seen:
    """Nothing may come in between the last snapshots and the comparison: the meeting goes on, with its report for instance."""
    return _seen_by(clients, await _fresh_snapshots(clients, door), ledger)


async def _fresh_snapshots(clients: Sequence[Client], door: Door) -> list[State]:
    """One for each client, taken until all clients are as theirs, or time is up."""
    time_is_up = time.monotonic() + AGREE_S
    while True:
        ends = [State(one) for one in await asyncio.gather(*(door.snapshot(client.entry) for client in clients))]
        level = all(
            one.state and one.state.seq >= end.seq and not figures.differences(one.state, end)
            for one, end in zip(clients, ends, strict=True)
        )
        if level or time.monotonic() > time_is_up:
            return ends
        await asyncio.sleep(0.5)


def _seen_by(clients: Sequence[Client], ends: Sequence[State], ledger: Ledger) -> Seen:
    """`ends`: the server's last snapshot for each of the clients."""
    states = [one.state for one in clients if one.state]
    led = {thing for state in states for thing in state.rearranged}
    wrong_votes = sum(
        figures.find_wrong_votes(client.votes.get(end.workshop["vote_activity"], {}), end, but=led)
        for client, end in zip(clients, ends, strict=True)
        if end.me
    )
    unlike = [figures.differences(one, end) for one, end in zip(states, ends, strict=True)]
    newest = {
        client.entry.audience: end
        for client, end in sorted(zip(clients, ends, strict=True), key=lambda one: one[1].seq)
    }
    return Seen(
        phones=sum(end.me is not None for end in ends),
        acknowledged=ledger.acknowledged,
        refused=ledger.refused,
        delayed_too_fast=ledger.delayed,
        lost=figures.find_lost(ledger, ends, but=led) | {"votes": wrong_votes},
        doubled=figures.find_doubled(ledger, states, ends),
        diverged=sum(bool(parts) for parts in unlike),
        diverged_in=dict(Counter(chain.from_iterable(unlike))),
        ack_s=ledger.ack_s,
        screen_s=ledger.screen_s,
        cuts=ledger.cuts,
        reconnects=ledger.reconnects,
        resyncs=ledger.resyncs,
        ideas_sent=sum(one.name == "idea.capture" for one in ledger.entries.values()),
        state={audience: (end.seq, end.fingerprint()) for audience, end in newest.items()},
        unexpected=ledger.unexpected,
    )
