import { expect, test } from "vitest";

import { staffRules } from "../session/overlay_staff";
import { overlay } from "../session/overlay";
import { cluster, idea, stateWith } from "./fixtures";
import type { Command, Order, State } from "./types";
import { inverse, inverseOfAll, UndoStack } from "./undo";

const carriedOut = (state: State, orders: Order[]) =>
  overlay(state, orders.map((order) => ({ command: { id: "x", ...order } as Command, made: 0 })), staffRules);

const before = stateWith({
  clusters: [cluster("g1"), cluster("g2", { position: 1 })],
  ideas: [idea(1, { cluster: "g1" }), idea(2, { cluster: "g1" }), idea(3), idea(4, { status: "pending" })],
});
const placed = (state: State) => state.ideas.map((one) => [one.number, one.cluster, one.text, one.status]);

test.each<[string, Order]>([
  ["moving into a group", { name: "idea.move", args: { idea: "i3", cluster: "g2" } }],
  ["taking out of a group", { name: "idea.move", args: { idea: "i1", cluster: null } }],
  ["a new text", { name: "idea.edit", args: { idea: "i1", text: "annat" } }],
  ["hiding what was shown", { name: "idea.hide", args: { ideas: ["i1", "i3"] } }],
  ["a group of ideas that stood elsewhere", { name: "cluster.create", args: { cluster: "g3", title: "ny", column: "c1", ideas: ["i1", "i3"] } }],
])("%s is taken back whole", (_, order) => {
  const after = carriedOut(before, [order]);
  expect(placed(after)).not.toEqual(placed(before));

  expect(placed(carriedOut(after, inverse(before, order)))).toEqual(placed(before));
});

const suggestion = { id: "s1", title: "Ring", status: "waiting" as const, action: null, created_at: "" };

test.each<[string, Order]>([
  ["declining a suggestion", { name: "suggestion.decline", args: { suggestion: "s1" } }],
  ["taking a suggestion up", { name: "action.create", args: { action: "a1", title: "Ring Noor", suggestion: "s1" } }],
])("%s is taken back whole", (_, order) => {
  const asked = stateWith({ suggestions: [suggestion] });
  const after = carriedOut(asked, [order]);
  expect(after.suggestions).not.toEqual(asked.suggestions);

  const back = carriedOut(after, inverse(asked, order));
  expect([back.suggestions, back.actions]).toEqual([[suggestion], []]);
});

test("an action that was removed comes back as the one of its suggestion", () => {
  const taken = carriedOut(stateWith({ suggestions: [suggestion] }), [
    { name: "action.create", args: { action: "a1", title: "Ring Noor", suggestion: "s1" } },
  ]);

  expect(inverse(taken, { name: "action.remove", args: { action: "a1" } })).toMatchObject([
    { name: "action.create", args: { title: "Ring Noor", suggestion: "s1" } },
  ]);
});

test("an idea goes back before the one it stood before", () => {
  expect(inverse(before, { name: "idea.move", args: { idea: "i1", cluster: "g2" } })).toEqual([
    { name: "idea.move", args: { idea: "i1", column: "c1", cluster: "g1", before: "i2" } },
  ]);
});

test("a merged idea is taken out with what was merged into it before, and goes back where it stood", () => {
  const ideas = [idea(1, { cluster: "g1", merged: [2, 5], merged_ids: ["i2", "i5"] }), idea(3)];

  expect(inverse({ ...before, ideas }, { name: "idea.merge", args: { idea: "i1", into: "i3" } })).toEqual([
    { name: "idea.split", args: { idea: "i1" } },
    { name: "idea.split", args: { idea: "i2" } },
    { name: "idea.split", args: { idea: "i5" } },
    { name: "idea.merge", args: { idea: "i2", into: "i1" } },
    { name: "idea.merge", args: { idea: "i5", into: "i1" } },
    { name: "idea.move", args: { idea: "i1", column: "c1", cluster: "g1", before: null } },
  ]);
});

test.each<Order>([
  { name: "cluster.remove", args: { cluster: "g1" } },
  { name: "cluster.merge", args: { cluster: "g1", into: "g2" } },
])("$name: the group comes back as itself, with its ideas", (order) => {
  expect(inverse(before, order)).toEqual([{ name: "cluster.restore", args: { cluster: "g1", ideas: ["i1", "i2"] } }]);
});

test("a removed action comes back under a new id, as it stood: a draft is not shown to the room by an undo", () => {
  const action = { id: "a1", title: "Ring", owner_name: "Rut", owner_org: "", owner_email: null, due_on: null, status: "draft" as const, ideas: ["i1"] };
  const [back] = inverse({ ...before, actions: [action] }, { name: "action.remove", args: { action: "a1" } });

  expect(back).toMatchObject({ name: "action.create", args: { title: "Ring", owner_name: "Rut", status: "draft", ideas: ["i1"] } });
  expect(back?.name === "action.create" && back.args.action).not.toBe("a1");
});

test("a comment that was taken away is put back", () => {
  expect(inverse(before, { name: "comment.remove", args: { comment: "k1" } })).toEqual([{ name: "comment.restore", args: { comment: "k1" } }]);
});

test("hiding what waited is not undone by showing it unreviewed", () => {
  expect(inverse(before, { name: "idea.hide", args: { ideas: ["i4"] } })).toEqual([]);
});

test("a step of several orders is taken back from its end", () => {
  const orders: Order[] = [
    { name: "idea.edit", args: { idea: "i4", text: "utan nummer" } },
    { name: "idea.show", args: { ideas: ["i4"] } },
  ];

  expect(inverseOfAll(before, orders).map((order) => order.name)).toEqual(["idea.hide", "idea.edit"]);
});

test("starting a step and closing are no steps to undo", () => {
  expect(inverse(before, { name: "activity.start", args: { activity: "vote" } })).toEqual([]);
  expect(inverse(before, { name: "workshop.close", args: {} })).toEqual([]);
});

test("the latest twenty steps are kept, the last one first", () => {
  const stack = new UndoStack();
  for (let n = 1; n <= 25; n++) stack.push({ text: String(n), back: [] });

  expect(stack.size).toBe(20);
  expect(stack.pop()?.text).toBe("25");
});

test("a step that came to nothing is no longer there, and the one before it is the latest", () => {
  const stack = new UndoStack();
  const older = { text: "flyttad", back: [] };
  const refused = { text: "ändrad", back: [] };
  stack.push(older);
  stack.push(refused);
  expect(stack.has(refused)).toBe(true);

  stack.remove(refused);

  expect(stack.has(refused)).toBe(false);
  expect(stack.pop()).toBe(older);
});
