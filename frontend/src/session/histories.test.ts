import { afterEach, beforeEach, describe, it, vi } from "vitest";

import { assertShown, check } from "./testing/checks";
import { History } from "./testing/history";

const HISTORIES = 200;
const STEPS = 30;

/** Mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("whatever happens", () => {
  it.each(Array.from({ length: HISTORIES }, (_, seed) => seed))("history %i loses nothing and doubles nothing", async (seed) => {
    const history = new History(random(seed));
    await history.open(0);
    await history.open(1);
    for (let n = 0; n < STEPS; n++) {
      await history.step(n);
      await assertShown(history);
    }
    await history.calm();
    await assertShown(history);
    check(history);
    for (const { session } of history.tabs) session.stop();
  });
});
