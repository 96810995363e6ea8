import { expect, test } from "vitest";

import { cluster, idea, stateWith, step } from "./fixtures";
import { rank, totalAnswers } from "./ranking";

const groups = [
  cluster("g1", { title: "Öar", points: 3 }),
  cluster("g2", { title: "Broar", points: 3 }),
  cluster("g3", { title: "Vägar", points: 7 }),
  cluster("g4", { title: "Spår", points: 1 }),
];
/** An idea in each of them. */
const inGroups = groups.map(({ id }, at) => idea(at + 1, { cluster: id }));

test("equal points share a place and stand in alphabetical order", () => {
  const rows = rank(stateWith({ clusters: groups, ideas: inGroups }), "sv");

  expect(rows.map((row) => [row.rank, row.title, row.shares])).toEqual([
    [1, "Vägar", 1],
    [2, "Broar", 2],
    [2, "Öar", 2],
    [4, "Spår", 1],
  ]);
});

test("a group in which the room sees no idea is not ranked", () => {
  const ideas = [idea(1, { cluster: "g1" }), idea(2, { cluster: "g2", status: "hidden" }), idea(3, { cluster: "g3", room: false })];

  expect(rank(stateWith({ clusters: groups, ideas }), "sv").map(({ title }) => title)).toEqual(["Öar"]);
});

test("the vote says whether ideas or groups are ranked", () => {
  const vote = step("vote", 0, { settings: { target: "ideas" } as never });
  const state = stateWith({ activities: [vote], clusters: groups, ideas: [idea(1, { points: 2 }), idea(2, { status: "hidden", points: 9 })] });

  expect(rank(state, "sv").map((row) => row.number)).toEqual([1]);
});

test("a row counts the actions that come from its ideas, dropped ones not", () => {
  const ideas = [idea(1, { cluster: "g1" }), idea(2, { cluster: "g1" })];
  const blank = { title: "", owner_name: "", owner_org: "", due_on: null };
  const actions = [
    { id: "a1", ...blank, status: "open" as const, ideas: ["i2"] },
    { id: "a2", ...blank, status: "dropped" as const, ideas: ["i1"] },
  ];
  const row = rank(stateWith({ clusters: groups, ideas, actions }), "sv").find((one) => one.id === "g1");

  expect(row?.actions).toBe(1);
});

test("points are summed over the rows", () => {
  expect(totalAnswers(rank(stateWith({ clusters: groups, ideas: inGroups }), "sv"))).toBe(14);
});

test("cards stand by how the room agrees on them", () => {
  const vote = step("vote", 0, { settings: { target: "ideas", model: "agree" } as never });
  const said = (number: number, yes: number, no: number, passed = 0) => idea(number, { points: yes - no, answers: { for: yes, against: no, passed } });
  const state = stateWith({ activities: [vote], ideas: [said(1, 4, 0), said(2, 20, 18), said(3, 30, 2), said(4, 2, 30)] });

  expect(rank(state, "sv").map((row) => row.number)).toEqual([3, 2, 4, 1]);
});
