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
    "Ingen förde mötet vidare, så mobilerna gick. --stay SEKUNDER låter dem vänta längre på att du för det vidare på tavlan, "
    "--facilitator EPOST:LÖSENORD leder det till slutet.",
    "Nobody took the meeting on, so the phones left. --stay SECONDS lets them wait longer for you to take it on from the board, "
    "--facilitator EMAIL:PASSWORD leads it to the end.",
)
KINDS = {
    "idea.capture": say("idéer", "ideas"),
    "idea.edit": say("ändringar", "edits"),
    "vote.set": say("röster", "votes"),
    "comment.add": say("kommentarer", "comments"),
}


def progress(play: "Play") -> str:
    look = play.room.look
    seconds = int(time.monotonic() - play.began)
    parts = [
        f"{seconds:4} s  {(look.title or '–')[:36]:36}",
        *([] if play.left_s is None else [say("slutar om", "ends in") + f" {_while(play.left_s)}"]),
        say("mobiler", "phones") + f" {look.connected:3}/{look.joined}",
        say("mottagna", "received") + f" {look.acknowledged:5}",
        say("väntar", "waiting") + f" {look.waiting:3}",
        say("nekade", "refused") + f" {look.refused:3}",
        say("återkomna", "back") + f" {look.reconnects:3}",
        say("omladdade", "reloaded") + f" {look.resyncs:3}",
    ]
    return "  ".join(parts)


def waits(play: "Play") -> str:
    """What the phones wait for, once they have nothing to do by themselves."""
    look = play.room.look
    board = f"{play.options.url.rstrip('/')}/board/{look.workshop}/"
    left = _while(play.left_s or 0)
    return say(
        f"Mobilerna är klara med «{look.title or '–'}» och väntar på nästa steg: för mötet vidare på tavlan {board}. "
        f"Slutar annars om {left} (Ctrl-C: nu).",
        f"The phones are done with “{look.title or '–'}” and wait for the next step: take the meeting on from the board {board}. "
        f"Otherwise ends in {left} (Ctrl-C: now).",
    )


def _while(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"


def summary(figures: Figures, *, seed: int) -> str:
    rows = [
        (
            say("Mobiler", "Phones"),
            say(
                f"{figures.participants} i {figures.processes} processer, {figures.seconds:.0f} s, --seed {seed}",
                f"{figures.participants} in {figures.processes} processes, {figures.seconds:.0f} s, --seed {seed}",
            ),
        ),
        (say("Mottagna", "Acknowledged"), f"{figures.acknowledged} ({_kinds(figures.acknowledged_by)})"),
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


def _kinds(by_command: dict[str, int]) -> str:
    named = [f"{KINDS[name]} {by_command.get(name, 0)}" for name in KINDS]
    other = sum(count for name, count in by_command.items() if name not in KINDS)
    return ", ".join([*named, say("annat", "other") + f" {other}"])


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
