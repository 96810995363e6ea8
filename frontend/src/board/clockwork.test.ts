import { expect, test } from "vitest";

import { ended, longer, toggled } from "./clockwork";

const now = Date.parse("2026-06-24T11:00:00Z");

test("pausing keeps the seconds left, and going on gives them back", () => {
  expect(toggled({ kind: "running", seconds: 278, last: false }, now, 5)).toEqual({ paused_s: 278 });
  expect(toggled({ kind: "paused", seconds: 278 }, now, 5)).toEqual({ ends_at: "2026-06-24T11:04:38.000Z" });
});

test("a clock that has not started gets the step's minutes, if it has any", () => {
  expect(toggled({ kind: "none" }, now, 12)).toEqual({ ends_at: "2026-06-24T11:12:00.000Z" });
  expect(toggled({ kind: "none" }, now, null)).toBeNull();
});

test("a minute more is added to what is left, also while it is paused", () => {
  expect(longer({ kind: "running", seconds: 60, last: true }, now, 1)).toEqual({ ends_at: "2026-06-24T11:02:00.000Z" });
  expect(longer({ kind: "paused", seconds: 60 }, now, 1)).toEqual({ paused_s: 120 });
});

test("after the end minutes count from now", () => {
  expect(longer({ kind: "late", seconds: 300 }, now, 2)).toEqual({ ends_at: "2026-06-24T11:02:00.000Z" });
});

test("closing for input ends the time now, whatever was left of it", () => {
  expect(ended(now)).toEqual({ ends_at: "2026-06-24T11:00:00.000Z" });
});
