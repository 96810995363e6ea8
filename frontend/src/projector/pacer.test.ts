import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { CHANGE_MS, Pacer } from "./pacer.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pacer = () => new Pacer<string>("a", (one, other) => one === other);

it("shows the first change at once", () => {
  const paced = pacer();
  paced.offer("b");
  expect(paced.value).toBe("b");
});

it("changes at most once in 2.5 s however fast ideas come, and then to the latest", () => {
  const paced = pacer();
  const seen: string[] = [];
  for (let i = 0; i < 100; i++) {
    paced.offer(`idea ${i}`);
    if (seen.at(-1) !== paced.value) seen.push(paced.value);
    vi.advanceTimersByTime(100);
  }
  expect(seen.length).toBeLessThanOrEqual(1 + 10_000 / CHANGE_MS);
  vi.advanceTimersByTime(CHANGE_MS);
  expect(paced.value).toBe("idea 99");
});

it("changes nothing more once it is stopped", () => {
  const paced = pacer();
  paced.offer("b");
  paced.offer("c");
  paced.stop();
  vi.advanceTimersByTime(CHANGE_MS * 2);
  expect(paced.value).toBe("b");
});
