import { expect, test, vi } from "vitest";

import type { Action, Suggestion } from "../../protocol/types";
import type { Outcome } from "../../session/session.svelte";
import { activity, state, T0, workshop } from "../../session/testing/samples";
import type { Toast } from "../../ui/toasts.svelte";
import type { Phone } from "../phone.svelte";
import { fateOf, maySuggest, withdrawSuggestion } from "./suggesting";

const now = Date.parse(T0);
const steps = [activity("a1", "collect"), activity("a2", "commit", { started_at: T0 })];

function phone(fields: Parameters<typeof workshop>[0] = {}, muted = false): Phone {
  const me = { ...state().me!, muted };
  return { state: state({ activities: steps, workshop: workshop({ activity: "a2", ...fields }), me }), ticker: { time: now } } as Phone;
}

test("an action is suggested while the step of actions takes input", () => {
  const timer = { ends_at: new Date(now + 1000).toISOString(), paused_s: null };
  expect([phone(), phone({ timer })].map(maySuggest)).toEqual([true, true]);
});

test.each<[string, Phone]>([
  ["in another step", phone({ activity: "a1" })],
  ["once the meeting is closed", phone({ status: "closed" })],
  ["when its time is out", phone({ timer: { ends_at: T0, paused_s: null } })],
  ["by somebody whose texts are paused", phone({}, true)],
  ["before anything is known", { state: null, ticker: { time: now } } as Phone],
])("none is suggested %s", (_, one) => {
  expect(maySuggest(one)).toBe(false);
});

const suggestion: Suggestion = { id: "s1", title: "Ring", status: "waiting", action: null, created_at: T0 };

test.each<[string, Suggestion["status"], Action["status"] | null, string]>([
  ["waits", "waiting", null, "waiting"],
  ["is declined", "declined", null, "declined"],
  ["is taken up", "taken", "open", "taken"],
  ["is taken up as what only those who lead see", "taken", null, "unseen"],
  ["is taken up and will not be done", "taken", "dropped", "dropped"],
])("of a suggestion that %s its author is told so", (_, status, made, fate) => {
  const actions = made ? [{ id: "x1", status: made } as Action] : [];
  expect(fateOf({ ...suggestion, status, action: status === "taken" ? "x1" : null }, actions)).toBe(fate);
});

/** Somebody who takes a suggestion back, as it is at `where`. */
function takingBack(where: Phone, outcome: Outcome) {
  const sent: { name: string; args: object }[] = [];
  const toasts: Toast[] = [];
  const send = async (name: string, args: object, stored?: () => void) => {
    sent.push({ name, args });
    stored?.();
    return outcome;
  };
  const tools = { session: { send, link: { kind: "live" } }, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key };
  return { sent, toasts, done: withdrawSuggestion({ ...where, ...tools } as unknown as Phone, suggestion) };
}

test("a suggestion that is taken back can be had again under another id", async () => {
  const { sent, toasts, done } = takingBack(phone(), { ok: true } as Outcome);
  await done;
  expect([toasts[0]?.text, toasts[0]?.action?.label]).toEqual(["suggest_withdrawn", "undo"]);
  toasts[0]!.action!.run();
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    { name: "suggestion.withdraw", args: { suggestion: "s1" } },
    { name: "action.suggest", args: { suggestion: expect.not.stringMatching("s1"), title: "Ring" } },
  ]);
});

test("where no answer comes it is had again without one", async () => {
  vi.useFakeTimers();
  const sent: string[] = [];
  const toasts: Toast[] = [];
  const send = (name: string, _args: object, stored?: () => void) => {
    sent.push(name);
    stored?.();
    return new Promise<Outcome>(() => {});
  };
  const tools = { session: { send, link: { kind: "live" } }, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key };
  void withdrawSuggestion({ ...phone(), ...tools } as unknown as Phone, suggestion);
  toasts[0]!.action!.run();
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual(["suggestion.withdraw"]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual(["suggestion.withdraw", "action.suggest"]);
  vi.useRealTimers();
});

test("once none is taken any more its text can be copied", async () => {
  const { toasts, done } = takingBack(phone({ status: "closed" }), { ok: true } as Outcome);
  await done;
  expect(toasts[0]?.action?.label).toBe("copy");
});

test("it is said why one could not be taken back", async () => {
  const { toasts, done } = takingBack(phone(), { ok: false, code: "not_allowed", detail: "Mötesledaren har redan tagit upp förslaget.", kept: null });
  await done;
  expect(toasts.at(-1)?.text).toBe("Mötesledaren har redan tagit upp förslaget.");
});
