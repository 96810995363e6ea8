import { expect, test } from "vitest";

import { isOrphan, newActionName } from "./drafts";
import { cluster, idea, stateWith } from "./fixtures";

const action = { id: "a1", title: "Ring", owner_name: "", owner_org: "", owner_email: null, due_on: null, status: "open" as const, ideas: [] };
const suggestion = { id: "s1", title: "Ring", status: "waiting" as const, action: null, created_at: "" };
const state = stateWith({
  ideas: [idea(1), idea(2)],
  clusters: [cluster("g1")],
  actions: [action],
  suggestions: [suggestion, { ...suggestion, id: "s2", status: "taken" }],
});

test("half filled in forms for other ideas are other forms", () => {
  expect(new Set([[], ["i1"], ["i2"], ["i1", "i2"]].map(newActionName)).size).toBe(4);
});

test.each(["reason.i1", "name.i1+i2", "name.g1", "action.a1", "action.s1", "new-action+i9", "entry", "edit.i9", "again.x"])("%s stays", (name) => {
  expect(isOrphan(name, state)).toBe(false);
});

test.each(["reason.i9", "name.i1+i9", "name.g9", "action.a9", "action.s2"])("%s goes with what it is about", (name) => {
  expect(isOrphan(name, state)).toBe(true);
});
