import { beforeEach, expect, test, vi } from "vitest";

import type { Board } from "./board.svelte";
import { idea, stateWith } from "./fixtures";
import { Tidings } from "./tidings";

let said: string[];
let tidings: Tidings;
let stop: (() => void) | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  [said, tidings, stop] = [[], new Tidings(), undefined];
  return () => vi.useRealTimers();
});

/** As many ideas to review and suggested actions, and all that may be said by now. */
function wait(ideas: number, actions: number): void {
  const suggestions = Array.from({ length: actions }, (_, n) => ({ id: `s${n}`, title: "Ring", status: "waiting" as const, action: null, created_at: "" }));
  const state = stateWith({ ideas: Array.from({ length: ideas }, (_, n) => idea(n + 1, { status: "pending" })), suggestions });
  stop?.();
  const t = (key: string, { n }: { n: number }) => `${key} ${n}`;
  stop = tidings.tell({ state, announcer: { say: (text: string) => said.push(text) }, t } as unknown as Board);
}

function later(): void {
  vi.runAllTimers();
  vi.advanceTimersByTime(20_000);
}

test("what has grown is said in one announcement", () => {
  wait(2, 1);
  later();
  expect(said).toEqual(["n_wait 2. n_suggested 1"]);
});

test("what comes after some were dealt with is said too, and what was dealt with is not", () => {
  wait(0, 3);
  later();
  wait(0, 1);
  later();
  wait(0, 2);
  later();
  expect(said).toEqual(["n_suggested 3", "n_suggested 2"]);
});

test("what comes close after an announcement waits, and is counted once", () => {
  wait(1, 0);
  vi.runAllTimers();
  wait(2, 0);
  wait(3, 1);
  expect(said).toEqual(["n_wait 1"]);
  later();
  expect(said).toEqual(["n_wait 1", "n_wait 3. n_suggested 1"]);
});
