import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { idea } from "./fixtures";
import { Similar } from "./similar.svelte";
import type { Idea } from "./types";

const BUSHES = idea(1, { text: "Plantera bärbuskar längs staketet" });
const BENCHES = idea(2, { text: "Bänkar i skugga" });
const TREES = idea(3, { text: "Plantera fruktträd vid staketet" });
const IDEAS = [BUSHES, BENCHES, TREES];
const MAP = idea(4, { text: "Karta över vem som behöver vätgas" });
const LIST = idea(5, { text: "Lista alla som behöver vätgas på en karta" });

let device: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  device = new Map();
  vi.stubGlobal("localStorage", { getItem: (key: string) => device.get(key) ?? null, setItem: device.set.bind(device) });
});
afterEach(() => void vi.useRealTimers());

function looking(ideas: readonly Idea[], name = "apart.ana.w"): Similar {
  const similar = new Similar(name);
  lookAgain(similar, ideas);
  return similar;
}

function lookAgain(similar: Similar, ideas: readonly Idea[]): void {
  similar.look(ideas);
  vi.runAllTimers();
}

const numbers = (similar: Similar) => similar.found.map(({ ideas }) => ideas.map(({ number }) => number));

test("what was merged or hidden is not suggested while it is looked for anew", () => {
  const similar = looking(IDEAS);
  expect(numbers(similar)).toEqual([[1, 3]]);
  similar.look([BUSHES, BENCHES]);
  expect(numbers(similar)).toEqual([]);
});

test("a rewritten idea is not suggested for what it said before", () => {
  const similar = looking(IDEAS);
  similar.look([BUSHES, BENCHES, { ...TREES, text: "Mer ljus på torget", edited_at: "2026-06-24T11:05:00Z" }]);
  expect(numbers(similar)).toEqual([]);
});

test("an idea that was moved is suggested as it stands now", () => {
  const similar = looking(IDEAS);
  similar.look([BUSHES, BENCHES, { ...TREES, column: "c2" }]);
  expect(similar.found[0]!.ideas.map(({ column }) => column)).toEqual(["c1", "c2"]);
});

test("what was said to be different things stays so, over a reload and in another column", () => {
  const similar = looking(IDEAS);
  similar.tellApart(similar.found[0]!);
  expect(numbers(similar)).toEqual([]);
  expect(numbers(looking([BUSHES, BENCHES, { ...TREES, column: "c2" }]))).toEqual([]);
});

test("what was said of a text does not hold for what is written in its place", () => {
  const similar = looking(IDEAS);
  similar.tellApart(similar.found[0]!);
  lookAgain(similar, [BUSHES, BENCHES, { ...TREES, text: "Plantera bärbuskar vid staketet", edited_at: "2026-06-24T11:05:00Z" }]);
  expect(numbers(similar)).toEqual([[1, 3]]);
});

test("one facilitator's word is not another's on the same computer", () => {
  const similar = looking(IDEAS);
  similar.tellApart(similar.found[0]!);
  expect(numbers(looking(IDEAS, "apart.ben.w"))).toEqual([[1, 3]]);
});

test("taking one back leaves what was said of others", () => {
  const similar = looking([...IDEAS, MAP, LIST]);
  expect(numbers(similar)).toHaveLength(2);
  const [first, second] = similar.found;
  const takeBack = similar.tellApart(first!);
  similar.tellApart(second!);
  takeBack();
  expect(similar.found.map(({ ideas }) => ideas)).toEqual([first!.ideas]);
});

test("what another tab was told is kept beside what this one is told", () => {
  const [here, there] = [looking([...IDEAS, MAP, LIST]), looking([...IDEAS, MAP, LIST])];
  here.tellApart(here.found[0]!);
  there.tellApart(there.found[1]!);
  expect(numbers(looking([...IDEAS, MAP, LIST]))).toEqual([]);
});
