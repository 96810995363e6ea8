import { beforeEach, expect, test, vi } from "vitest";

import type { Suggestion } from "../../protocol/types";
import type { Outcome } from "../../session/session.svelte";
import type { Entry } from "../../session/store";
import { activity, state, T0, workshop } from "../../session/testing/samples";
import { draftsBelow } from "../../ui/draft.svelte";
import type { Toast } from "../../ui/toasts.svelte";
import { forgetErased, forgetOthers, pastWanting } from "../ideas/withdraw";
import type { Phone } from "../phone.svelte";
import { goneIn, restoreSuggestion, withdrawSuggestion } from "./taking_back";

const TAKEN = { ok: true, result: { id: "c", ok: true, seq: 7 } } as Outcome;
const STANDS = { ok: false, code: "invalid", detail: "Förslaget finns redan.", kept: null } as const;
const DECIDED = { ok: false, code: "not_allowed", detail: "Mötesledaren har redan tagit upp förslaget.", kept: null } as const;
const CLOSED = { ok: false, code: "not_open", detail: "Det går inte att föreslå åtgärder just nu.", kept: {} as Entry } as const;
const steps = [activity("a1", "collect"), activity("a2", "commit", { started_at: T0 })];

/** Its id is of one test only: what lies on the device does so as long as the page is there. */
let ring: Suggestion;
let sent: [name: string, suggestion: string][];
let said: string[];
let toasts: Toast[];
let decisions: ((outcome: Outcome) => void)[];
let withheld: Entry[];
/** Whether what waits has not left the phone. */
let isHere: boolean;
let phone: Phone;

beforeEach(() => {
  ring = { id: crypto.randomUUID(), title: "Ring", status: "waiting", action: null, created_at: T0 };
  [sent, said, toasts, decisions, withheld, isHere] = [[], [], [], [], [], false];
  const session = {
    waiting: [] as Entry[],
    refused: [] as Entry[],
    send: (name: string, args: { suggestion: string }, stored?: () => void, made = Date.parse(T0), about?: object) => {
      sent.push([name, args.suggestion]);
      session.waiting = [...session.waiting, { n: sent.length, command: { id: "c", name, args }, made, ...(about && { about }) } as Entry];
      stored?.();
      return new Promise<Outcome>((resolve) => decisions.push(resolve));
    },
    withhold: async (entry: Entry) => isHere && Boolean(withheld.push(entry)),
  };
  const now = state({ activities: steps, workshop: workshop({ id: crypto.randomUUID(), activity: "a2" }), me: { ...state().me!, suggestions: [] } });
  const announcer = { say: (text: string) => said.push(text) };
  phone = { session, state: now, announcer, ticker: { time: Date.parse(T0) }, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key } as unknown as Phone;
});

const there = () => goneIn(phone).map(({ title }) => title);
const inStep = (id: string, fields: object = {}) => Object.assign(phone.state!.workshop, { activity: id, ...fields });
const onDevice = () => draftsBelow(`withdrawn:${phone.state!.workshop.id}:`).filter(({ text }) => text);

test("what was taken back is had back under its own id, behind the withdrawal, as long as its step takes any", async () => {
  void withdrawSuggestion(phone, ring);
  expect([toasts[0]?.text, toasts[0]?.action?.label, there()]).toEqual(["suggest_withdrawn", "undo", ["Ring"]]);
  void restoreSuggestion(phone, goneIn(phone)[0]!);
  await vi.waitFor(() => expect(decisions).toHaveLength(2));
  expect([sent, there()]).toEqual([[["suggestion.withdraw", ring.id], ["action.suggest", ring.id]], []]);
  decisions[1]!(TAKEN);
  await vi.waitFor(() => expect(said).toEqual(["suggest_back"]));
});

test("it is asked for once, and can be taken back again after that", async () => {
  void withdrawSuggestion(phone, ring);
  toasts[0]!.action!.run();
  void restoreSuggestion(phone, ring);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  void withdrawSuggestion(phone, ring);
  void restoreSuggestion(phone, ring);
  await vi.waitFor(() => expect(sent.map(([name]) => name)).toEqual(["suggestion.withdraw", "action.suggest", "suggestion.withdraw", "action.suggest"]));
});

test("a withdrawal that has not left the phone is not sent, and nothing is asked for", async () => {
  void withdrawSuggestion(phone, ring);
  isHere = true;
  await restoreSuggestion(phone, ring);
  expect([withheld.length, sent.length, said, there()]).toEqual([1, 1, ["suggest_back"], []]);
});

test("one that could not be taken back stands, and its author is told why, and nothing of a second one", async () => {
  const leaving = withdrawSuggestion(phone, ring);
  phone.state!.me!.suggestions = [{ ...ring, status: "taken", action: "x1" }];
  expect(there()).toEqual([]);
  const back = restoreSuggestion(phone, ring);
  await vi.waitFor(() => expect(decisions).toHaveLength(2));
  decisions[0]!(DECIDED);
  decisions[1]!(STANDS);
  await Promise.all([leaving, back]);
  expect([toasts.at(-1)?.text, said]).toEqual([DECIDED.detail, []]);
});

test("a refusal says why, and is of no use once the suggestion stands all the same", async () => {
  void withdrawSuggestion(phone, ring);
  const back = restoreSuggestion(phone, ring);
  await vi.waitFor(() => expect(decisions).toHaveLength(2));
  decisions[1]!(CLOSED);
  await back;
  expect(said).toEqual([`failed_suggest ${CLOSED.detail}`]);
  phone.session!.refused = phone.session!.waiting.slice(1);
  expect(pastWanting(phone)).toEqual([]);
  phone.state!.me!.suggestions = [ring];
  expect(pastWanting(phone)).toEqual(phone.session!.refused);
});

test.each(["waiting", "refused"] as const)("what is %s of being had back is of no use once its writer has removed all after that, and one that is new stays", async (where) => {
  void restoreSuggestion(phone, ring);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  const [back] = phone.session!.waiting;
  const fresh = { n: 9, command: { id: "d", name: "action.suggest", args: { suggestion: crypto.randomUUID(), title: "Ny" } }, made: back!.made } as Entry;
  Object.assign(phone.session!, { waiting: [], refused: [], [where]: [back, fresh] });
  expect(pastWanting(phone)).toEqual([]);
  phone.state!.me!.erased_at = new Date(back!.made).toISOString();
  expect(pastWanting(phone)).toEqual([back]);
});

test("it lies there until its step is over, or its writer has removed all", () => {
  void withdrawSuggestion(phone, ring);
  forgetOthers(phone);
  expect(there()).toEqual(["Ring"]);
  inStep("a1");
  forgetOthers(phone);
  inStep("a2");
  expect(there()).toEqual([]);
  void withdrawSuggestion(phone, ring);
  phone.state!.me!.erased_at = T0;
  forgetErased(phone);
  expect([there(), onDevice()]).toEqual([[], []]);
});

test("once none is taken any more it is copied instead, and once the meeting is over only then", () => {
  inStep("a1");
  void withdrawSuggestion(phone, ring);
  expect([toasts[0]?.action?.label, there()]).toEqual(["copy", ["Ring"]]);
  inStep("a2", { status: "closed" });
  forgetOthers(phone);
  void withdrawSuggestion(phone, ring);
  expect([toasts[1]?.action?.label, onDevice()]).toEqual(["copy", []]);
});
