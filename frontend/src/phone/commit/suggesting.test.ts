import { expect, test } from "vitest";

import type { Action, Suggestion } from "../../protocol/types";
import { activity, state, T0, workshop } from "../../session/testing/samples";
import type { Phone } from "../phone.svelte";
import { fateOf, maySuggest } from "./suggesting";

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
