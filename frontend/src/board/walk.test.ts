import { expect, test } from "vitest";

import { nearest, walk } from "./walk";

const columns = [["group:g", "idea:1", "more:g", "idea:2"], [], ["idea:3", "idea:4"]];

test("next and previous go from idea to idea, past headings and over the ends of columns", () => {
  expect(walk(columns, "idea:1", "next")).toBe("idea:2");
  expect(walk(columns, "idea:2", "next")).toBe("idea:3");
  expect(walk(columns, "idea:3", "previous")).toBe("idea:2");
});

test("at the edge focus stays", () => {
  expect(walk(columns, "idea:4", "next")).toBe("idea:4");
  expect(walk(columns, "group:g", "up")).toBe("group:g");
  expect(walk(columns, "idea:3", "right")).toBe("idea:3");
});

test("up and down stop at everything in the column", () => {
  expect(walk(columns, "idea:1", "up")).toBe("group:g");
  expect(walk(columns, "idea:1", "down")).toBe("more:g");
});

test("sideways keeps the height and passes empty columns", () => {
  expect(walk(columns, "idea:1", "right")).toBe("idea:4");
  expect(walk(columns, "idea:4", "left")).toBe("idea:1");
});

test("without focus the first idea is where one starts", () => {
  expect(walk(columns, null, "next")).toBe("idea:1");
});

test("in a result next goes from proposal to proposal, past the ideas of an open one", () => {
  const rows = [["row:a", "idea:1", "idea:2", "row:b"]];

  expect(walk(rows, "row:a", "next")).toBe("row:b");
  expect(walk(rows, "row:a", "down")).toBe("idea:1");
});

test("when a card is gone focus goes to the one after it, else before it", () => {
  expect(nearest([["a", "b", "c"]], [["a", "c"]], "b")).toBe("c");
  expect(nearest([["a", "b", "c"]], [["a", "b"]], "c")).toBe("b");
});
