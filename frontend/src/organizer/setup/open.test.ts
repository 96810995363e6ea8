import { beforeEach, expect, test, vi } from "vitest";

import { Unreachable } from "../../session/http";
import { FieldRefused } from "../api";
import type { Plan, Setup } from "../types";
import { Kept } from "./kept";
import { openDraft } from "./open";

const PLAN: Plan = {
  title: "Omställning", purpose: "", place: "", case_number: "", language: "sv", starts_at: null, minutes: 60, partners: [], recipients: [], columns: [], activities: [],
};
const SETUP: Setup = {
  ...PLAN, id: "w", version: "1", arena: "a", arena_name: "Arenan", role: "organizer", status: "draft", code: "428617", join_url: "",
    keep_months: 24, mail_before_removal: true, removed_on: null, told: { operator: "", contact: "", text: "", text_language: "sv", text_sv: "", text_en: "", keep_months: 24 }, joined: false, missing: [],
  columns: [], activities: [],
};

function storage(kept: Map<string, string>) {
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept), removeItem: kept.delete.bind(kept) };
}

let device: Map<string, string>;
let tab: Map<string, string>;

/** Something was written that could not be saved. */
beforeEach(() => {
  device = new Map();
  tab = new Map();
  vi.stubGlobal("localStorage", storage(device));
  vi.stubGlobal("sessionStorage", storage(tab));
  new Kept("mine").write(PLAN, { ...PLAN, purpose: "Fler ska våga cykla.", recipients: ["ana@example.org"] }, ["purpose", "recipients"]);
});

function open(answer: Partial<Setup> | Error) {
  const setup = async () => {
    if (answer instanceof Error) throw answer;
    return { ...SETUP, ...answer };
  };
  return openDraft("w", new Kept("mine"), { setup, change: async () => SETUP });
}

test.each([403, 404])("what is unsaved of a meeting that is closed to its writer is forgotten: %i", async (status) => {
  await expect(open(new FieldRefused(status, "no", "", null))).rejects.toThrow();
  expect([device.size, tab.size]).toEqual([0, 0]);
});

test.each([{ status: "closed" }, { role: "reader" }] as Partial<Setup>[])("so it is where it cannot be saved any more: %o", async (how) => {
  const draft = await open(how);
  expect([draft.plan.purpose, device.size, tab.size]).toEqual(["", 0, 0]);
});

test.each([new Unreachable(false), new FieldRefused(401, "not_signed_in", "", null)])("it stays while nothing is known: %o", async (error) => {
  await expect(open(error)).rejects.toThrow();
  expect([device.size, tab.size]).toEqual([1, 1]);
});

test("it is on the screen where it can be saved", async () => {
  const draft = await open({});
  expect([draft.plan.purpose, draft.isBroughtBack]).toEqual(["Fler ska våga cykla.", true]);
});
