import { expect, it } from "vitest";

import type { Command } from "../protocol/types";
import { activity, state, T0, workshop } from "../session/testing/samples";
import type { Entry } from "../session/store";
import { lateSentences } from "./late";
import type { Phone } from "./phone.svelte";

const now = Date.parse(T0);
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const ended = { started_at: ago(600), closed_at: ago(60) };
const idea = { name: "idea.capture", args: { idea: "i1", column: null, text: "Träd" } };
const back = { name: "idea.restore", args: { idea: "i1" } };
const support = { name: "idea.support", args: { idea: "i1", on: true } };
const comment = { name: "comment.add", args: { comment: "c1", idea: "i1", text: "Ja" } };
const done = { name: "vote.done", args: { done: true, activity: "vote" } };
const suggestion = { name: "action.suggest", args: { suggestion: "s1", title: "Ring" } };
const hand = { name: "hand.raise", args: {} };

/** A phone on which these wait; of the steps, which have all ended but that for `open`, ideas count no more when they are late. */
function phone(waiting: object[], open = "close"): Phone {
  const steps = (["collect", "vote", "discuss", "commit"] as const).map((kind) => {
    const one = activity(kind, kind, kind === open ? { started_at: ago(600) } : ended);
    return { ...one, settings: { ...one.settings, grace_s: 0, late_s: kind === "collect" ? 0 : 300, comments: kind === "discuss" } };
  });
  const entries = waiting.map((command, n) => ({ n, command: { id: `k${n}`, ...command } as Command, made: now - 120_000 }) as Entry);
  return {
    state: state({ activities: steps, workshop: workshop({ activity: open, vote_activity: "vote" }) }),
    session: { waiting: entries },
    ticker: { time: now },
    i18n: { time: () => "kl. 12" },
    t: (key: string) => key,
  } as unknown as Phone;
}

it.each<[string, object, string]>([
  ["ideas", idea, "late_over_ideas"],
  ["that an idea is to come back", back, "late_over_ideas"],
  ["support", support, "late_over_support"],
  ["comments", comment, "late_counts_comments"],
  ["that one is done with the vote", done, "late_counts_votes"],
  ["suggestions", suggestion, "late_counts_suggestions"],
])("of %s that wait past the end of their step it is said whether they count", (_, command, sentence) => {
  expect(lateSentences(phone([command]))).toBe(sentence);
});

it("each sort that waits is told of once", () => {
  expect(lateSentences(phone([idea, done, idea, comment, hand]))).toBe("late_over_ideas late_counts_votes late_counts_comments");
});

it("what the running step takes is not told of, whatever waits before it", () => {
  expect(lateSentences(phone([comment, idea, done], "vote"))).toBe("late_counts_comments late_over_ideas");
  expect(lateSentences(phone([done, hand], "vote"))).toBeNull();
});
