import { expect, test } from "vitest";

import { cluster, idea, stateWith } from "./fixtures";
import { firstOf, layOut, NO_COLUMN, stops } from "./layout";

const numbers = (ideas: { number: number }[]) => ideas.map((one) => one.number);

test("loose ideas stand in the order they were put", () => {
  const state = stateWith({ ideas: [idea(1, { position: 30 }), idea(2, { position: 20 })] });

  expect(numbers(layOut(state, "group")[0]!.loose)).toEqual([2, 1]);
});

test("while ideas are collected the newest stands first", () => {
  const state = stateWith({ ideas: [idea(1), idea(2), idea(3)] });

  expect(numbers(layOut(state, "collect")[0]!.loose)).toEqual([3, 2, 1]);
});

test("pending and hidden ideas are not on the canvas", () => {
  const state = stateWith({ ideas: [idea(1, { status: "pending" }), idea(2, { status: "hidden" }), idea(3)] });

  expect(layOut(state, "group")[0]!.count).toBe(1);
});

test("an idea in a group is counted in the group's column", () => {
  const state = stateWith({ clusters: [cluster("g", { column: "c2" })], ideas: [idea(1, { cluster: "g", column: "c1" })] });

  expect(layOut(state, "group").map((view) => view.count)).toEqual([0, 1, 0]);
});

test("an idea whose group is gone lies loose", () => {
  const state = stateWith({ ideas: [idea(1, { cluster: "gone" })] });

  expect(numbers(layOut(state, "group")[0]!.loose)).toEqual([1]);
});

test("what has no column gets a place of its own, only when there is something", () => {
  expect(layOut(stateWith(), "group")).toHaveLength(3);
  const views = layOut(stateWith({ ideas: [idea(1, { column: null })] }), "group");

  expect(views.at(-1)).toMatchObject({ key: NO_COLUMN, count: 1 });
});

test("one more than the most is shown rather than hidden behind a button", () => {
  const nine = Array.from({ length: 9 }, (_, index) => idea(index + 1));

  expect(firstOf(nine, "loose", false)).toHaveLength(9);
  expect(firstOf([...nine, idea(10)], "loose", false)).toHaveLength(8);
  expect(firstOf([...nine, idea(10)], "loose", true)).toHaveLength(10);
});

test("focus can stand on groups, ideas and the button for more", () => {
  const many = Array.from({ length: 7 }, (_, index) => idea(index + 1, { cluster: "g" }));
  const view = layOut(stateWith({ clusters: [cluster("g")], ideas: [...many, idea(8)] }), "group")[0]!;

  expect(stops(view, () => false)).toEqual([
    "group:g", "idea:i1", "idea:i2", "idea:i3", "idea:i4", "idea:i5", "more:g", "idea:i8",
  ]); // prettier-ignore
});
