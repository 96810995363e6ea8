import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Reveal, REVEAL_MS, ROWS } from "./reveal.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("uncovers from the fifth place to the first in three seconds", () => {
  const reveal = new Reveal();
  reveal.start(false);
  const seen = [reveal.uncovered];
  for (let ms = 0; ms < REVEAL_MS; ms += REVEAL_MS / (ROWS - 1)) {
    vi.advanceTimersByTime(REVEAL_MS / (ROWS - 1));
    seen.push(reveal.uncovered);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

it("shows all at once where people want less motion", () => {
  const reveal = new Reveal();
  reveal.start(true);
  expect(reveal.uncovered).toBe(ROWS);
});
