import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Plan } from "../types";
import { Kept } from "./kept";
import { ALL_KEPT, forgetOf, forgetOld, hasLeft } from "./leftovers";

const DAY_MS = 24 * 60 * 60 * 1000;
const PLAN: Plan = {
  title: "Omställning", purpose: "", place: "", case_number: "", language: "sv", starts_at: null, minutes: 60, partners: [], recipients: [], columns: [], activities: [],
};

/** A browser's storage, whose keys are its own properties. */
function storage(kept: Map<string, string>) {
  const calls = { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept), removeItem: kept.delete.bind(kept) };
  return new Proxy(calls, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
}

let device: Map<string, string>;
let tab: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  device = new Map([["language", "sv"]]);
  tab = new Map();
  vi.stubGlobal("localStorage", storage(device));
  vi.stubGlobal("sessionStorage", storage(tab));
});
afterEach(() => void vi.useRealTimers());

function write(person: string, meeting: string) {
  new Kept(`${ALL_KEPT}${person}.${meeting}`).write(PLAN, { ...PLAN, purpose: "Fler", recipients: ["ben@example.org"] }, ["purpose", "recipients"]);
}

test("whoever signs out leaves nothing on the device or in the tab, and takes nothing of another's along", () => {
  write("ana", "w1");
  write("ana", "w2");
  write("ben", "w1");
  expect([hasLeft("ana"), hasLeft("an")]).toEqual([true, false]);
  forgetOf("ana");
  expect([[...device.keys()], [...tab.keys()]]).toEqual([["language", `${ALL_KEPT}ben.w1`], [`${ALL_KEPT}ben.w1`]]);
  expect([hasLeft("ana"), hasLeft("ben")]).toEqual([false, true]);
});

test("what was being written on the board goes at sign-out too, of all meetings", () => {
  device.set("board.draft.ana.w1.entry", "Träd");
  device.set("board.draft.ben.w1.entry", "Bänkar");
  tab.set("board.draft.ana.w2.action.a1", "ben@example.org");
  expect(hasLeft("ana")).toBe(true);
  forgetOf("ana");
  expect([[...device.keys()], tab.size, hasLeft("ana")]).toEqual([["language", "board.draft.ben.w1.entry"], 0, false]);
});

test("what nobody came back to in two weeks goes, and what is newer stays", () => {
  write("ana", "w1");
  vi.advanceTimersByTime(8 * DAY_MS);
  write("ben", "w1");
  vi.advanceTimersByTime(7 * DAY_MS);
  forgetOld();
  expect([...device.keys()]).toEqual(["language", `${ALL_KEPT}ben.w1`]);
});

test("what has no date is old", () => {
  device.set(`${ALL_KEPT}ana.w1`, "{half");
  device.set(`${ALL_KEPT}ana.w2`, JSON.stringify({ base: {}, mine: {} }));
  forgetOld();
  expect([...device.keys()]).toEqual(["language"]);
});

test("without storage there is nothing to forget", () => {
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, { configurable: true, get: () => { throw new Error("denied"); } });
  forgetOld();
  forgetOf("ana");
  expect(hasLeft("ana")).toBe(false);
});
