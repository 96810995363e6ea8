import { expect, it } from "vitest";

import { newId } from "./ids";

it("makes UUIDs of version 7 that sort by time", () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newId(1_000_000_000_000) < newId(1_000_000_000_001)).toBe(true);
  expect(newId(0x0123456789ab).startsWith("01234567-89ab-7")).toBe(true);
});

it("never makes the same one twice", () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId(5))).size).toBe(1000);
});
