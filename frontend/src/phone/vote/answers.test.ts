import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Activity } from "../../protocol/types";
import { participantRules } from "../../session/overlay_participant";
import { Session } from "../../session/session.svelte";
import { MemoryStore } from "../../session/store";
import { Device } from "../../session/testing/device";
import { activity, idea, state, workshop } from "../../session/testing/samples";
import { FakeServer } from "../../session/testing/server";
import type { Phone } from "../phone.svelte";
import { targetsOf } from "../targets";
import { Answers } from "./answers.svelte";
import { resultClosedIt, voteIsOpen } from "./open";
import { Walk } from "./walk.svelte";

let session: Session;

async function open(model: Activity["settings"]["model"], points: Record<string, number> = {}): Promise<Answers> {
  const vote = activity("a2", "vote", { settings: { ...activity("x", "vote").settings, model } });
  const server = new FakeServer();
  server.state = state({
    seq: 0,
    activities: [vote],
    ideas: [idea("i1"), idea("i2"), idea("i3")],
    workshop: workshop({ activity: "a2", vote_activity: "a2" }),
    me: { ...state().me!, points, points_left: 0 },
  });
  server.install();
  session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: new MemoryStore() });
  const starting = session.start();
  await vi.advanceTimersByTimeAsync(10);
  await starting;
  const phone = {
    session,
    get state() {
      return session.state;
    },
    t: (key: string) => key,
    toasts: { show: () => {} },
  } as unknown as Phone;
  return new Answers(phone, vote);
}

const targets = () => targetsOf(session.state!, session.state!.activities[0]!);
const settle = () => vi.advanceTimersByTimeAsync(50);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  new Device().install();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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
    expect(session.state!.me!.points_left).toBe(0);
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
  session ??= { stop: () => {} } as Session;
  expect([voteIsOpen(vote, at("hidden"), 0), voteIsOpen(vote, at("shown"), 0), resultClosedIt(vote, at("shown"))]).toEqual([true, false, true]);
  expect(voteIsOpen(live, at("shown"), 0)).toBe(true);
});
