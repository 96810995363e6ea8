import { expect, test, vi } from "vitest";

import { SharedStore } from "../session/testing/tabs";
import { type Draft, draftFor } from "../ui/draft.svelte";
import { forgetAgain, isOrphan, newActionName } from "./drafts";
import { cluster, idea, stateWith } from "./fixtures";
import type { Command } from "./types";

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

async function storeWith(...ids: string[]): Promise<SharedStore> {
  const store = new SharedStore();
  for (const id of ids) {
    const command: Command = { id, name: "cluster.rename", args: { cluster: "g1", title: "Träd" } };
    await store.add({ scope: "staff ana w1", code: "428617", command, made: 0 });
  }
  return store;
}

function changed(...names: string[]): Draft[] {
  const drafts = names.map((name) => draftFor(`board.draft.${name}`));
  for (const draft of drafts) draft.text = "ändrad";
  return drafts;
}

test("what was changed in a refused text goes with that, and not before", async () => {
  const drafts = changed("ana.w1.again.c1", "ana.w1.again.c2", "ana.w2.again.c1", "cleo.w1.again.c2", "ana.w1.entry");
  await forgetAgain("ana", await storeWith("c1"));
  expect(drafts.map(({ text }) => text)).toEqual(["ändrad", "", "", "ändrad", "ändrad"]);
});

test("what was changed in a refused text stays while the device cannot be read", async () => {
  const drafts = changed("ben.w1.again.c1");
  const unreadable = await storeWith();
  vi.spyOn(unreadable, "all").mockRejectedValue(new Error("gone"));
  const inMemory = Object.defineProperty(await storeWith(), "durable", { value: false });
  for (const store of [unreadable, inMemory]) await forgetAgain("ben", store);
  expect(drafts.map(({ text }) => text)).toEqual(["ändrad"]);
});
