import { describe, expect, it } from "vitest";

import { clockText, readTimer, shareLeft } from "./clock";

const now = Date.parse("2026-06-23T11:00:00Z");
const endsIn = (seconds: number) => ({ ends_at: new Date(now + seconds * 1000).toISOString(), paused_s: null });

describe("the clock", () => {
  it("counts down, and says when the last minute has come", () => {
    expect(readTimer(endsIn(402), now)).toEqual({ kind: "running", seconds: 402, last: false });
    expect(readTimer(endsIn(59.2), now)).toEqual({ kind: "running", seconds: 60, last: true });
  });

  it("counts up after the end", () => {
    expect(readTimer(endsIn(-80), now)).toEqual({ kind: "late", seconds: 80 });
  });

  it("stands still when paused, whatever the end was", () => {
    expect(readTimer({ ends_at: null, paused_s: 42 }, now)).toEqual({ kind: "paused", seconds: 42 });
  });

  it("shows nothing without a timer", () => {
    expect(readTimer({ ends_at: null, paused_s: null }, now)).toEqual({ kind: "none" });
  });

  it("writes minutes and seconds", () => {
    expect([clockText(402), clockText(5), clockText(4500)]).toEqual(["6:42", "0:05", "75:00"]);
  });

  it("draws the share that is left, and a full line in overtime", () => {
    expect(shareLeft({ kind: "running", seconds: 300, last: false }, 10)).toBe(0.5);
    expect(shareLeft({ kind: "running", seconds: 900, last: false }, 10)).toBe(1);
    expect(shareLeft({ kind: "late", seconds: 5 }, 10)).toBe(1);
    expect(shareLeft({ kind: "none" }, 10)).toBe(0);
  });
});
