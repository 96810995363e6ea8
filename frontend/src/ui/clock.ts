import type { Timer } from "../protocol/types";

/** What a clock shows. Seconds are whole; `late` counts up after the end. */
export type Reading =
  | { kind: "none" }
  | { kind: "running"; seconds: number; last: boolean }
  | { kind: "paused"; seconds: number }
  | { kind: "late"; seconds: number };

const LAST_MINUTE_S = 60;

/** Reads the timer at `now`, which is the server's time in milliseconds. */
export function readTimer(timer: Timer, now: number): Reading {
  if (timer.paused_s != null) return { kind: "paused", seconds: timer.paused_s };
  if (timer.ends_at == null) return { kind: "none" };
  const left = (Date.parse(timer.ends_at) - now) / 1000;
  if (left <= 0) return { kind: "late", seconds: Math.floor(-left) };
  const seconds = Math.ceil(left);
  return { kind: "running", seconds, last: seconds <= LAST_MINUTE_S };
}

/** "6:42"; hours are written as minutes, as people say them in a meeting. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How much of the time is left, 0 to 1. Without a length the line is full until the end. */
export function shareLeft(reading: Reading, minutes: number | null): number {
  if (reading.kind === "none") return 0;
  if (reading.kind === "late") return 1;
  if (minutes === null || minutes <= 0) return 1;
  return Math.min(1, reading.seconds / (minutes * 60));
}
