import { expect, test } from "vitest";

import { draftOf, isTyped, keptOf, readDraft } from "./actions";
import { showing } from "./doing";
import { stateWith } from "./fixtures";
import { mended, typedIn } from "./typed";
import type { Action, Command } from "./types";

const ACTION: Action = {
  id: "a1", title: "Ring kommunen", owner_name: "Ana", owner_org: "", owner_email: "ana@example.se", due_on: "2026-09-01", status: "open", ideas: ["i1"],
}; // prettier-ignore

test("what somebody typed in a command is found, with what they filled in beside it", () => {
  const commands = [
    { name: "idea.edit", args: { idea: "i1", text: "Nytt" } },
    { name: "cluster.rename", args: { cluster: "c1", title: "Trafik" } },
    { name: "idea.hide", args: { ideas: ["i1"], reason: "Upprepning" } },
    { name: "action.create", args: { action: "a1", title: "Ring", owner_name: "Ana", owner_org: "", due_on: "2026-09-01" } },
  ] as Omit<Command, "id">[];

  expect(commands.map((command) => typedIn({ id: "x", ...command } as Command))).toEqual([
    { field: "text", text: "Nytt", besides: "" },
    { field: "title", text: "Trafik", besides: "" },
    { field: "reason", text: "Upprepning", besides: "" },
    { field: "title", text: "Ring", besides: "Ana, 2026-09-01" },
  ]);
});

test("a form holds something once somebody has typed in it, and a change once it is another", () => {
  const blank = draftOf(null, ["i1"], "2026-09-01");
  expect([isTyped(blank, null), isTyped({ ...blank, owner_org: "Byalaget" }, null)]).toEqual([false, true]);
  const same = draftOf(ACTION, [], "");
  expect([isTyped({ ...same }, same), isTyped({ ...same, due_on: "" }, same)]).toEqual([false, true]);
});

test("a form left half filled in is there again, with the address that was kept apart from it", () => {
  const half = { ...draftOf(null, ["i1"], ""), title: "Ring", owner_email: "ana@example.se" };
  const kept = keptOf(half, null);
  expect(kept).not.toContain("ana@example.se");
  expect(readDraft(kept, "ana@example.se")).toEqual(half);
  expect([keptOf(draftOf(null, ["i1"], ""), null), readDraft("", "")]).toEqual(["", null]);
});

test("an action that was refused is sent again without a suggestion that somebody else has decided about", () => {
  const create = { id: "x", name: "action.create", args: { action: "a1", title: "Ring", suggestion: "s1" } } as Command;
  const suggestion = { id: "s1", title: "Ring", status: "waiting" as const, action: null, created_at: "" };
  expect(mended(create, stateWith({ suggestions: [suggestion] }))).toEqual({});
  expect(mended(create, stateWith({ suggestions: [{ ...suggestion, status: "taken" }] }))).toEqual({ suggestion: null });
  expect(mended({ id: "x", name: "idea.edit", args: { idea: "i1", text: "Nytt" } }, stateWith())).toEqual({});
});

test("many ideas are shown by commands that each fit in a frame", () => {
  const ids = Array.from({ length: 1000 }, (_, n) => `0198c0de-0000-7000-8000-${String(n).padStart(12, "0")}`);
  const orders = showing(ids);
  expect(orders.flatMap(({ args }) => ("ideas" in args ? args.ideas : []))).toEqual(ids);
  for (const order of orders) expect(JSON.stringify(order).length).toBeLessThan(15_000);
});
