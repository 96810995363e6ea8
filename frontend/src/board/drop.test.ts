import { expect, test } from "vitest";

import { landing, newGroup, ordersFor } from "./drop";
import { cluster, idea, stateWith } from "./fixtures";

const state = stateWith({
  clusters: [cluster("g1", { title: "Prova", column: "c2" })],
  ideas: [idea(1), idea(2), idea(3, { cluster: "g1", column: "c2" })],
});

test("over a group a card lands in it and takes its column", () => {
  const to = landing(state, ["i1"], { kind: "group", id: "g1" })!;

  expect(to).toMatchObject({ kind: "group", title: "Prova" });
  expect(ordersFor(state, ["i1"], to)).toEqual([
    { name: "idea.move", args: { idea: "i1", cluster: "g1", before: null, column: "c2" } },
  ]);
});

test("over an idea in a group it lands before that idea", () => {
  expect(landing(state, ["i1"], { kind: "idea", id: "i3" })).toMatchObject({ kind: "group", cluster: "g1", before: "i3" });
});

test("over a loose idea the two become a group, which needs a name first", () => {
  const to = landing(state, ["i1"], { kind: "idea", id: "i2" })!;

  expect(to).toMatchObject({ kind: "pair", idea: { number: 2 } });
  expect(ordersFor(state, ["i1"], to)).toEqual([]);
  expect(newGroup(state, ["i2", "i1"], "g9", "Nytt")).toEqual({
    name: "cluster.create",
    args: { cluster: "g9", title: "Nytt", column: "c1", ideas: ["i2", "i1"] },
  });
});

test("over the empty part of a column it lies loose there", () => {
  const to = landing(state, ["i3"], { kind: "column", id: "c3" })!;

  expect(ordersFor(state, ["i3"], to)).toEqual([{ name: "idea.move", args: { idea: "i3", column: "c3", cluster: null } }]);
});

test("letting go where it already lies does nothing", () => {
  expect(landing(state, ["i1"], { kind: "column", id: "c1" })).toBeNull();
  expect(landing(state, ["i3"], { kind: "group", id: "g1" })).toBeNull();
  expect(landing(state, ["i1"], { kind: "idea", id: "i1" })).toBeNull();
});
