import { beforeEach, expect, test } from "vitest";

import type { Idea } from "../../protocol/types";
import type { Outcome } from "../../session/session.svelte";
import { draftsBelow } from "../../ui/draft.svelte";
import type { Toast } from "../../ui/toasts.svelte";
import type { Phone } from "../phone.svelte";
import { forgetOthers, isWanted, keptIn, restore, withdraw, withdrawnIn } from "./withdraw";

const TAKEN = { ok: true } as Outcome;
const FULL = { ok: false, code: "cap_reached", detail: "Du har skickat alla dina idéer.", kept: null } as const;
const TREES = { id: "i1", number: 14, column: "c1", text: "Träd" } as Idea;

let sent: string[];
let decisions: ((outcome: Outcome) => void)[];
let toasts: Toast[];
let state: { workshop: { id: string; activity: string; status: string }; me: { participant: string } };
let phone: Phone;

beforeEach(() => {
  [sent, decisions, toasts] = [[], [], []];
  state = { workshop: { id: crypto.randomUUID(), activity: "a1", status: "open" }, me: { participant: "ben" } };
  const send = (name: string, _args: unknown, stored?: () => void) => {
    sent.push(name);
    return new Promise<Outcome>((resolve) => {
      decisions.push(resolve);
      stored?.();
    });
  };
  phone = { session: { send, waiting: [] }, state, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key } as unknown as Phone;
});

const there = () => withdrawnIn(keptIn(phone)).map(({ number, text }) => [number, text]);

test("what was taken back stays on the device, to be had back behind a withdrawal that nobody has answered", async () => {
  void withdraw(phone, TREES, true);
  expect(there()).toEqual([[14, "Träd"]]);
  toasts[0]!.action!.run();
  expect([sent, isWanted(phone, "i1")]).toEqual([["idea.withdraw", "idea.restore"], true]);
});

test("one that is asked for after a reload is known by what waits on the device", () => {
  const command = { id: "c", name: "idea.restore", args: { idea: "i2" } };
  Object.assign(phone.session!, { waiting: [{ command }] });
  expect([isWanted(phone, "i2"), isWanted(phone, "i3")]).toEqual([true, false]);
});

test("a refusal says why, and it can be asked for again", async () => {
  void withdraw(phone, TREES, true);
  const asked = restore(phone, "i1");
  decisions[1]!(FULL);
  await asked;
  expect([toasts.at(-1)?.text, isWanted(phone, "i1"), there()]).toEqual([FULL.detail, false, [[14, "Träd"]]]);
});

test.each(["not_allowed", "not_found"])("one that is refused as %s, as its text was removed for good, is on the device no longer", async (code) => {
  void withdraw(phone, TREES, true);
  void withdraw(phone, { ...TREES, id: "i5", number: 15 }, true);
  const asked = restore(phone, "i1");
  decisions[2]!({ ...FULL, code });
  await asked;
  expect(there()).toEqual([[15, "Träd"]]);
});

test("an idea that was had back and is taken back again is there once, and is not on its way", async () => {
  void withdraw(phone, TREES, true);
  const asked = restore(phone, "i1");
  decisions[1]!(TAKEN);
  await asked;
  expect(isWanted(phone, "i1")).toBe(true);
  void withdraw(phone, { ...TREES, text: "Träd nu" }, true);
  expect([there(), isWanted(phone, "i1")]).toEqual([[[14, "Träd nu"]], false]);
});

test("it goes from the device with its step, with the meeting, and is nobody else's", () => {
  void withdraw(phone, TREES, true);
  state.me.participant = "eva";
  expect(there()).toEqual([]);
  state.me.participant = "ben";
  forgetOthers(phone);
  expect(there()).toHaveLength(1);
  state.workshop.activity = "a2";
  forgetOthers(phone);
  state.workshop.activity = "a1";
  expect(there()).toEqual([]);
  void withdraw(phone, TREES, true);
  state.workshop.status = "closed";
  forgetOthers(phone);
  expect(draftsBelow(`withdrawn:${state.workshop.id}:`).filter(({ text }) => text)).toEqual([]);
});

test("once the step takes no more it is copied instead", () => {
  void withdraw(phone, TREES, false);
  expect([toasts[0]!.action!.label, sent, there()]).toEqual(["copy", ["idea.withdraw"], [[14, "Träd"]]]);
});
