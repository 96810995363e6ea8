import { beforeEach, expect, test, vi } from "vitest";

import type { Plan } from "../types";
import { Kept } from "./kept";

const BASE: Plan = {
  title: "Omställning", purpose: "", place: "", case_number: "", language: "sv", starts_at: null, minutes: 60, partners: [], recipients: [], columns: [], activities: [],
};
const MINE: Plan = { ...BASE, purpose: "Fler ska våga cykla.", recipients: ["ana@example.org"] };

function storage(kept: Map<string, string>) {
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept), removeItem: kept.delete.bind(kept) };
}

let device: Map<string, string>;
let tab: Map<string, string>;

beforeEach(() => {
  device = new Map();
  tab = new Map();
  vi.stubGlobal("localStorage", storage(device));
  vi.stubGlobal("sessionStorage", storage(tab));
});

test("the fields that are not saved are there after a reload, with what the server had", () => {
  new Kept("w").write(BASE, MINE, ["purpose"]);
  expect(new Kept("w").read()).toEqual({ base: { purpose: "" }, mine: { purpose: "Fler ska våga cykla." }, sent: [] });
  expect(new Kept("another").read()).toBeNull();
});

test("addresses are back after a reload and do not lie on the device", () => {
  new Kept("w").write(BASE, MINE, ["purpose", "recipients"]);
  expect(new Kept("w").read()?.mine).toEqual({ purpose: "Fler ska våga cykla.", recipients: ["ana@example.org"] });
  expect([...device.values()].join()).not.toContain("@");
  tab.clear();
  expect(new Kept("w").read()?.mine).toEqual({ purpose: "Fler ska våga cykla." });
});

test("what was sent without an answer is there after a reload, addresses with the tab", () => {
  const sent = [{ purpose: "Fler ska", place: "Tältet" }, { recipients: ["ben@example.org"] }];
  new Kept("w").write(BASE, MINE, ["purpose", "recipients"], sent);
  expect(new Kept("w").read()?.sent).toEqual(expect.arrayContaining([{ purpose: "Fler ska" }, { recipients: ["ben@example.org"] }]));
  expect([...device.values()].join()).not.toContain("@");
});

test("nothing is left once all is saved", () => {
  new Kept("w").write(BASE, MINE, ["purpose", "recipients"]);
  new Kept("w").write(BASE, MINE, []);
  expect([device.size, tab.size, new Kept("w").read()]).toEqual([0, 0, null]);
});

test("what cannot be read is nothing", () => {
  device.set("w", "{half");
  expect(new Kept("w").read()).toBeNull();
});
