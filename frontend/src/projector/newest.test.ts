import { expect, it } from "vitest";

import { Newest } from "./newest";
import { idea } from "./testing";

it("begins with the highest numbers", () => {
  expect(new Newest().of([1, 2, 3, 4, 5].map((number) => idea(number)))).toEqual(["idea-5", "idea-4", "idea-3"]);
});

it("counts an idea that waited for review as new when it is shown", () => {
  const newest = new Newest();
  newest.of([idea(2), idea(3), idea(4)]);
  expect(newest.of([idea(1), idea(2), idea(3), idea(4)])[0]).toBe("idea-1");
});

it("fills up with older ones when one is taken away", () => {
  const newest = new Newest();
  newest.of([idea(1), idea(2), idea(3), idea(4)]);
  expect(newest.of([idea(1), idea(2), idea(3)])).toEqual(["idea-3", "idea-2", "idea-1"]);
});
