import { expect, it } from "vitest";

import { goesSoon } from "./soon";

const NOW = Date.parse("2026-06-23T12:00:00Z");

it.each([
  ["2026-07-07T12:00:00Z", null, true],
  ["2026-07-07T12:00:00Z", "2028-06-01T12:00:00Z", true],
  ["2026-07-24T12:00:00Z", null, true],
  ["2026-07-24T12:00:01Z", null, false],
  ["2026-07-07T12:00:00Z", "2026-07-01T12:00:00Z", false],
  [null, "2026-07-01T12:00:00Z", false],
] as const)("to %s, from %s: %s", (day, before, soon) => {
  expect(goesSoon(day, before, NOW)).toBe(soon);
});
