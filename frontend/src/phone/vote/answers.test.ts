import { describe, expect, it } from "vitest";

import type { Activity } from "../../protocol/types";
import { meetAnew, wait } from "../../session/testing/meeting";
import { activity, workshop } from "../../session/testing/samples";
import { Answers } from "./answers.svelte";
import { resultClosedIt, voteIsOpen } from "./open";
import { openVote, type Voting } from "./testing";
import { Walk } from "./walk.svelte";

let voting: Voting;

meetAnew();

async function open(model: Activity["settings"]["model"], points: Record<string, number> = {}): Promise<Answers> {
  const vote = activity("a2", "vote", { settings: { ...activity("x", "vote").settings, model } });
  voting = await openVote(vote, { points, points_left: 0 });
  return new Answers(voting.phone, vote);
}

const targets = () => voting.targets();
const settle = () => wait(0.05);

describe("answers", () => {
  it("tell a card passed over from one without an answer", async () => {
    const answers = await open("agree");
    const [first, second] = targets();
    answers.give(first!, { points: 0 });
    await settle();
    expect([answers.said(first!).points, answers.isAnswered(first!), answers.isAnswered(second!)]).toEqual([0, true, false]);
  });

  it("take a thumb back, and give it again by undo", async () => {
    const answers = await open("thumb", { i1: 1 });
    const [first] = targets();
    answers.give(first!, { points: null });
    await settle();
    expect(answers.said(first!).points).toBeNull();
    answers.undo();
    await settle();
    expect([answers.said(first!).points, answers.canUndo]).toEqual([1, false]);
  });

  it("keep one rating when the other is given in the same moment", async () => {
    const answers = await open("scale");
    const [first] = targets();
    answers.give(first!, { effort: 2 });
    expect(answers.isAnswered(first!)).toBe(false);
    answers.give(first!, { points: 4 });
    await settle();
    expect([answers.said(first!), answers.isAnswered(first!)]).toEqual([{ points: 4, effort: 2 }, true]);
  });

  it("cost nothing", async () => {
    const answers = await open("agree");
    for (const target of targets()) answers.give(target, { points: -1 });
    await settle();
    expect(voting.phone.state!.me!.points_left).toBe(0);
  });
});

describe("a walk from card to card", () => {
  it("begins at the first one without an answer, ends behind the last, and goes back as far as one likes", async () => {
    const answers = await open("agree", { i1: 1 });
    const walk = new Walk(targets, (target) => answers.isAnswered(target));
    expect([walk.target?.id, walk.index, walk.unanswered]).toEqual(["i2", 1, 2]);
    walk.next();
    expect(walk.next()).toBeNull();
    expect(walk.index).toBe(3);
    for (let n = 0; n < 5; n++) walk.previous();
    expect(walk.target?.id).toBe("i1");
  });

  it("goes on when the card it stands at is hidden", async () => {
    const answers = await open("agree");
    let order = targets();
    const walk = new Walk(() => order, (target) => answers.isAnswered(target));
    order = order.slice(1);
    expect(walk.target).toBeNull();
    expect(walk.toUnanswered()?.id).toBe("i2");
  });
});

it("a vote is closed by its result until that is hidden again, unless it is shown all the time", () => {
  const rules = activity("a2", "vote").settings;
  const vote = activity("a2", "vote", { settings: { ...rules, show_results: "manual" } });
  const live = activity("a2", "vote", { settings: { ...rules, show_results: "live" } });
  const at = (totals: "shown" | "hidden") => workshop({ activity: "a2", vote_activity: "a2", totals });
  expect([voteIsOpen(vote, at("hidden"), 0), voteIsOpen(vote, at("shown"), 0), resultClosedIt(vote, at("shown"))]).toEqual([true, false, true]);
  expect(voteIsOpen(live, at("shown"), 0)).toBe(true);
});
