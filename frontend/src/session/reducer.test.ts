import { describe, expect, it } from "vitest";

import type { Event, State } from "../protocol/types";
import { receive, receiveYou, reduce } from "./reducer";
import { activity, cluster, idea, state, T0, workshop } from "./testing/samples";

function after(before: State, ...events: Event[]): State {
  return events.reduce(reduce, before);
}

describe("reduce", () => {
  it("adds an idea that was captured, and is not changed by hearing of it twice", () => {
    const event: Event = { seq: 11, type: "idea.captured", idea: idea("i1") };
    const once = after(state(), event);
    expect(once.ideas).toEqual([idea("i1")]);
    expect(after(once, event)).toEqual(once);
  });

  it("moves an own idea from my drawer to the shown ones", () => {
    const mine = idea("i1", { status: "pending", room: false });
    const before = state({ me: { ...state().me!, ideas: [mine], own: ["i1"] } });
    const now = after(before, { seq: 11, type: "idea.shown", idea: idea("i1") });
    expect(now.me?.ideas).toEqual([]);
    expect(now.me?.own).toEqual(["i1"]);
    expect(now.ideas).toEqual([idea("i1")]);
  });

  it("takes a hidden idea away from participants and keeps it for staff, who are told how it is now", () => {
    const before = state({ ideas: [idea("i1")] });
    expect(after(before, { seq: 11, type: "idea.hidden", id: "i1" }).ideas).toEqual([]);
    const hidden = idea("i1", { status: "hidden", reason: "A phone number" });
    expect(after(before, { seq: 11, type: "idea.hidden", id: "i1", idea: hidden }).ideas).toEqual([hidden]);
  });

  it("forgets the comments of an idea that is gone", () => {
    const comment = { id: "k1", text: "Ja", author: null, created_at: T0 };
    const before = after(state({ ideas: [idea("i1")] }), { seq: 11, type: "comment.added", idea: "i1", comment, comments: 1 });
    expect(before.comments).toEqual([{ ...comment, idea: "i1" }]);
    expect(before.ideas[0]?.comments).toBe(1);
    expect(after(before, { seq: 12, type: "idea.withdrawn", id: "i1" }).comments).toEqual([]);
  });

  it("merges into the other idea and splits again", () => {
    const before = state({ ideas: [idea("i1"), idea("i2", { number: 2 })] });
    const into = idea("i1", { merged: [2] });
    const merged = after(before, { seq: 11, type: "idea.merged", id: "i2", into });
    expect(merged.ideas).toEqual([into]);
    const split = after(merged, { seq: 12, type: "idea.split", idea: idea("i2", { number: 2 }), from: idea("i1") });
    expect(split.ideas).toEqual(before.ideas);
  });

  it("keeps what is said about a part with the whole, and gives it back when they are split", () => {
    const said = (id: string, about: string) => ({ id, idea: about, text: "Ja", author: null, created_at: T0 });
    const comments = [said("k1", "i1"), said("k2", "i2")];
    const before = state({ ideas: [idea("i1", { comments: 1 }), idea("i2", { number: 2, comments: 1 })], comments });
    const whole = idea("i1", { merged: [2], merged_ids: ["i2"], comments: 2 });
    const merged = after(before, { seq: 11, type: "idea.merged", id: "i2", into: whole });
    expect(merged.comments).toEqual(comments);
    const fewer = after(merged, { seq: 12, type: "comment.removed", idea: "i2", id: "k2", comments: 1 });
    expect([fewer.comments, fewer.ideas[0]?.comments]).toEqual([[comments[0]], 1]);
    const { idea: about, ...comment } = comments[1]!;
    const restored = after(fewer, { seq: 13, type: "comment.added", idea: about, comment, comments: 2 });
    expect([restored.comments, restored.ideas]).toEqual([comments, [whole]]);
    const split = after(restored, { seq: 14, type: "idea.split", idea: before.ideas[1]!, from: before.ideas[0]! });
    expect([split.comments, split.ideas]).toEqual([comments, before.ideas]);
  });

  it("forgets what is said about the parts of an idea that is gone, too", () => {
    const comment = { id: "k1", idea: "i2", text: "Ja", author: null, created_at: T0 };
    const before = state({ ideas: [idea("i1", { merged: [2], merged_ids: ["i2"], comments: 1 })], comments: [comment] });
    expect(after(before, { seq: 11, type: "idea.hidden", id: "i1" }).comments).toEqual([]);
  });

  it("frees the ideas of a removed group and hands those of a merged one over", () => {
    const before = state({ clusters: [cluster("g1"), cluster("g2")], ideas: [idea("i1", { cluster: "g1" })] });
    const removed = after(before, { seq: 11, type: "cluster.removed", id: "g1" });
    expect(removed.clusters).toEqual([cluster("g2")]);
    expect(removed.ideas[0]?.cluster).toBeNull();
    const merged = after(before, { seq: 11, type: "cluster.merged", id: "g1", into: cluster("g2") });
    expect(merged.ideas[0]?.cluster).toBe("g2");
  });

  it("shows totals, zero where nobody voted, and hides them from all but staff", () => {
    const before = state({ ideas: [idea("i1"), idea("i2")], clusters: [cluster("g1")] });
    const shown = after(before, { seq: 11, type: "totals.shown", points: { i1: 3, g1: 2 } });
    expect(shown.ideas.map(({ points }) => points)).toEqual([3, 0]);
    expect(shown.clusters[0]?.points).toBe(2);
    expect(shown.workshop.totals).toBe("shown");
    expect(after(shown, { seq: 12, type: "totals.hidden" }).ideas.map(({ points }) => points)).toEqual([null, null]);
    const staff = after({ ...shown, participants: [] }, { seq: 12, type: "totals.hidden" });
    expect(staff.ideas.map(({ points }) => points)).toEqual([3, 0]);
    expect(staff.workshop.totals).toBe("hidden");
  });

  it("leaves to its leaders what they know of an idea that totals do not name, since the room does not see it", () => {
    const hidden = idea("i2", { status: "hidden", points: 4, answers: null });
    const before = state({ participants: [], ideas: [idea("i1", { points: 0 }), hidden] });
    const shown = after(before, { seq: 11, type: "totals.shown", points: { i1: 3 } });
    expect(shown.ideas.map(({ points }) => points)).toEqual([3, 4]);
    expect(shown.workshop.totals).toBe("shown");
  });

  it("shows and hides the totals of an own idea that the room does not see, too", () => {
    const before = state({ me: { ...state().me!, ideas: [idea("i1", { status: "hidden" }), idea("i2", { status: "pending" })] } });
    const points = ({ me }: State) => me?.ideas.map((one) => one.points);
    const shown = after(before, { seq: 11, type: "totals.shown", points: { i1: 3 } });
    expect(points(shown)).toEqual([3, 0]);
    expect(points(after(shown, { seq: 12, type: "tally.changed", points: { i1: 2 }, voted: 1, done: 0 }))).toEqual([2, 0]);
    expect(points(after(shown, { seq: 12, type: "totals.hidden" }))).toEqual([null, null]);
  });

  it("changes only the totals that a tally names", () => {
    const before = state({ ideas: [idea("i1", { points: 1 }), idea("i2", { points: 4 })] });
    const now = after(before, { seq: 11, type: "tally.changed", points: { i1: 2 }, voted: 3, done: 1 });
    expect(now.ideas.map(({ points }) => points)).toEqual([2, 4]);
    expect([now.workshop.voted, now.workshop.done]).toEqual([3, 1]);
  });

  it("counts support where it changed, and leaves the other ideas as they were", () => {
    const before = state({ ideas: [idea("i1", { supports: 1 }), idea("i2", { supports: 4 })] });
    const now = after(before, { seq: 11, type: "support.changed", supports: { i1: 2, gone: 7 } });
    expect(now.ideas.map(({ supports }) => supports)).toEqual([2, 4]);
    expect(now.ideas[1]).toBe(before.ideas[1]);
  });

  it("gives an empty ballot when another vote starts, and keeps it when the same goes on", () => {
    const me = { ...state().me!, points: { i1: 2 }, points_left: 3, done: true };
    const vote = workshop({ activity: "a2", vote_activity: "a2" });
    const started = after(state({ me }), { seq: 11, type: "activity.started", workshop: vote });
    expect(started.me).toMatchObject({ points: {}, points_left: 5, done: false });
    const again = after(state({ me, workshop: vote }), { seq: 12, type: "activity.started", workshop: vote });
    expect(again.me).toEqual(me);
  });

  it("takes over agenda and columns when they were changed", () => {
    const activities = [activity("a9", "gather")];
    const now = after(state(), { seq: 11, type: "workshop.changed", workshop: workshop({ title: "Nytt" }), activities, columns: [] });
    expect([now.workshop.title, now.activities, now.columns]).toEqual(["Nytt", activities, []]);
  });

  it("leaves the state alone for an event of a kind it does not know", () => {
    const before = state();
    expect(reduce(before, { seq: 11, type: "idea.sung" } as unknown as Event)).toBe(before);
  });
});

describe("receive", () => {
  const captured = (seq: number, id: string): Event => ({ seq, type: "idea.captured", idea: idea(id) });

  it("applies a frame that starts where it stands, and moves to its end", () => {
    const { state: now, missed } = receive(state(), { after: 10, upto: 12, events: [captured(11, "i1")] });
    expect([now.seq, now.ideas.length, missed]).toEqual([12, 1, false]);
  });

  it("moves on when everything in the range was for others", () => {
    expect(receive(state(), { after: 10, upto: 15, events: [] }).state.seq).toBe(15);
  });

  it("drops a frame that it has already", () => {
    const before = state();
    expect(receive(before, { after: 8, upto: 10, events: [captured(9, "i1")] })).toEqual({ state: before, missed: false });
  });

  it("says that something is missing when a frame starts later", () => {
    const before = state();
    expect(receive(before, { after: 11, upto: 12, events: [captured(12, "i1")] })).toEqual({ state: before, missed: true });
  });

  it("takes only what is new of a frame that overlaps", () => {
    const { state: now } = receive(state(), { after: 8, upto: 12, events: [captured(9, "old"), captured(12, "new")] });
    expect(now.ideas.map(({ id }) => id)).toEqual(["new"]);
    expect(now.seq).toBe(12);
  });
});

describe("receiveYou", () => {
  it("replaces the fields that came and keeps the others", () => {
    const now = receiveYou(state(), { type: "you", points: { i1: 2 }, points_left: 3 });
    expect(now.me).toMatchObject({ points: { i1: 2 }, points_left: 3, name: "Ben", own: [] });
  });

  it("lets nobody but a participant have own things", () => {
    expect(receiveYou(state({ me: null }), { type: "you", hand: true }).me).toBeNull();
  });
});
