import { expect, test } from "vitest";

import { hintsFor, type Situation } from "./hints";

const FULL: Situation = { status: "open", kind: "group", mode: "columns", columns: 3, ideas: 9, proposals: 9, waiting: 0 };
const offered = (now: Partial<Situation>) => hintsFor({ ...FULL, ...now }).map((hint) => hint.keys.join(""));

test("an empty step offers no key that needs an idea", () => {
  expect(offered({ ideas: 0 })).toEqual([]);
  expect(offered({ kind: "collect", ideas: 0 })).toEqual(["I", "M"]);
  expect(offered({ kind: "commit", mode: "results", proposals: 0 })).toEqual(["Å"]);
  expect(offered({ kind: "close", mode: "results", proposals: 0 })).toEqual([]);
});

test("showing is offered while something waits", () => {
  expect(offered({ kind: "collect", waiting: 2 })).toEqual(["I", "A", "D", "E", "JK", "M"]);
});

test("before the meeting there is nothing to press, and after it nothing to lead", () => {
  expect(offered({ status: "draft" })).toEqual([]);
  expect(offered({ status: "closed", mode: "results" })).toEqual(["JK", "Å", "123"]);
});

test("as many figures as there are areas, and none for one area", () => {
  expect(offered({ kind: "commit", mode: "results", columns: 4 }).at(-1)).toBe("1…4");
  expect(offered({ kind: "commit", mode: "results", columns: 1 })).toEqual(["JK", "Å", "S"]);
});
