import { expect, it } from "vitest";

import { askedBy, backoff } from "./backoff";
import { Refused, Unreachable } from "./http";

it("waits at most half a second at first, doubling up to twenty", () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 40].map((attempt) => backoff(attempt, () => 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
});

it("spreads over the whole of it, so that a room does not come back at once", () => {
  expect(backoff(4, () => 0)).toBe(0);
  expect(backoff(4, () => 0.5)).toBe(4000);
});

it("waits as long as the answer asked for, and at most a minute", () => {
  const failures = [new Refused(429, "too_fast", "", 7), new Unreachable(false, 30), new Refused(503, "unavailable", "", 3600), new Refused(500, "", "", null)];
  expect(failures.map((error) => askedBy(error))).toEqual([7000, 30_000, 60_000, 0]);
});
