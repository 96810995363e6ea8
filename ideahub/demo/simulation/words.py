"""What the simulation says on the terminal."""

import time
from typing import TYPE_CHECKING

from ideahub.demo.simulation.figures import Figures, Percentiles
from ideahub.embedded.words import say

if TYPE_CHECKING:
    from ideahub.demo.simulation.play import Play

STOPPED = say("Avbruten.", "Stopped.")
NOT_GOOD = say(
    "Något gick förlorat, blev dubbelt eller skiljer sig från servern.",
    "Something was lost, doubled, or is not what the server has.",
)

UNLED = say(
    "Ingen ledde mötet, så mobilerna gick när de var klara med steget. --facilitator EPOST:LÖSENORD leder det till slutet, "
    "--stay SEKUNDER låter mobilerna vara kvar medan du leder från tavlan.",
    "Nobody led the meeting, so the phones left when they were done with the step. --facilitator EMAIL:PASSWORD leads it to the end, "
    "--stay SECONDS keeps the phones there while you lead from the board.",
)


def progress(play: "Play") -> str:
    state, ledger = play.crowd.newest, play.ledger
    step = (state.activity or {}).get("title", "–") if state else "–"
    seconds = int(time.monotonic() - play.began)
    parts = [
        f"{seconds:4} s  {step[:36]:36}",
        say("mobiler", "phones") + f" {play.crowd.connected:3}/{len(play.crowd.phones)}",
        say("mottagna", "received") + f" {ledger.acknowledged:5}",
        say("väntar", "waiting") + f" {play.crowd.waiting:3}",
        say("nekade", "refused") + f" {sum(ledger.refused.values()):3}",
        say("återkomna", "back") + f" {ledger.reconnects:3}",
        say("omladdade", "reloaded") + f" {ledger.resyncs:3}",
    ]
    return "  ".join(parts)


def summary(figures: Figures, *, seed: int) -> str:
    rows = [
        (say("Mobiler", "Phones"), f"{figures.participants}, {figures.seconds:.0f} s, --seed {seed}"),
        (say("Mottagna", "Acknowledged"), f"{figures.acknowledged}"),
        (say("Nekade", "Refused"), _counts(figures.refused)),
        (say("Fick vänta", "Told to wait"), f"{figures.delayed_too_fast}"),
        (say("Idéer som inte sändes", "Ideas not sent"), f"{figures.left_out}"),
        (say("Förlorade", "Lost"), _counts(figures.lost)),
        (say("Dubbla", "Doubled"), f"{figures.doubled}"),
        (say("Kvitto", "Acknowledgement"), _times(figures.ack_ms)),
        (say("Till andras skärmar", "To others' screens"), _times(figures.screen_ms)),
        (
            say("Länkar", "Links"),
            say(
                f"{figures.cuts} brutna, {figures.reconnects} återkomna, {figures.resyncs} omladdade",
                f"{figures.cuts} cut, {figures.reconnects} came back, {figures.resyncs} reloaded",
            ),
        ),
        (say("Samma läge", "Same state"), _sameness(figures)),
    ]
    rows += [(say("Oväntat", "Unexpected"), f"{what}: {count}") for what, count in figures.unexpected.items()]
    return "\n".join(f"  {label:<24}{value}" for label, value in rows)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(counts.items()) if count) or "0"


def _times(times: Percentiles) -> str:
    return f"p50 {times.p50:.0f} ms, p95 {times.p95:.0f} ms, p99 {times.p99:.0f} ms  ({times.count})"


def _sameness(figures: Figures) -> str:
    hashes = ", ".join(f"{audience} {value}" for audience, value in sorted(figures.state.items()))
    if figures.diverged:
        where = _counts(figures.diverged_in)
        return say(f"NEJ, {figures.diverged} skiljer sig ({where})", f"NO, {figures.diverged} differ ({where})")
    return say(f"ja, vid händelse {figures.seq}: {hashes}", f"yes, at event {figures.seq}: {hashes}")
