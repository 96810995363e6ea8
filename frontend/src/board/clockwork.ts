import type { CommandArgs } from "../protocol/types";
import type { Reading } from "../ui/clock";

type Timer = CommandArgs["timer.set"];

const MINUTE_MS = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** What the space bar does: holds a running clock, lets a held one go, starts one that has not been. Null: nothing. */
export function toggled(reading: Reading, now: number, minutes: number | null): Timer | null {
  switch (reading.kind) {
    case "running":
      return { paused_s: reading.seconds };
    case "paused":
      return { ends_at: iso(now + reading.seconds * 1000) };
    case "none":
      return minutes ? { ends_at: iso(now + minutes * MINUTE_MS) } : null;
    case "late":
      return null;
  }
}

/** Ends the step's time now: input closes after its grace, and opens again when time is added. */
export function ended(now: number): Timer {
  return { ends_at: iso(now) };
}

/** `minutes` more. After the end they count from now, since the time that has passed cannot be given back. */
export function longer(reading: Reading, now: number, minutes: number): Timer {
  switch (reading.kind) {
    case "paused":
      return { paused_s: reading.seconds + minutes * 60 };
    case "running":
      return { ends_at: iso(now + reading.seconds * 1000 + minutes * MINUTE_MS) };
    default:
      return { ends_at: iso(now + minutes * MINUTE_MS) };
  }
}
