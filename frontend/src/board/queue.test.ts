import { expect, test } from "vitest";

import { findGroups, findIdeas } from "./find";
import { cluster, idea, stateWith } from "./fixtures";
import { markSigns, maskSigns, signsIn, waiting, withoutSigns } from "./queue";

test("the oldest waits first", () => {
  const state = stateWith({ ideas: [idea(9, { status: "pending" }), idea(3, { status: "pending" }), idea(1)] });

  expect(waiting(state).map((one) => one.number)).toEqual([3, 9]);
});

test("one with a warning is not among those that are shown many at once", () => {
  const ideas = [idea(1, { status: "pending", flags: ["phone"] }), idea(2, { status: "pending", flags: [] }), idea(3, { status: "pending" })];

  expect(withoutSigns(ideas).map((one) => one.number)).toEqual([2, 3]);
});

test("what looks like a phone number is marked and can be written over", () => {
  const text = "Ring 070-123 45 67, tack";

  expect(markSigns(text, ["phone"]).filter((piece) => piece.marked)).toEqual([{ text: "070-123 45 67", marked: true }]);
  expect(maskSigns(text, ["phone"])).toBe("Ring •••-••• •• ••, tack");
});

test("a comment is looked through for the same signs as an idea", () => {
  expect(signsIn("Ring 070-123 45 67 eller skriv till noor@example.org")).toEqual(["phone", "email"]);
  expect(signsIn("Bra!")).toEqual([]);
});

test("a warning without a place in the text leaves nothing to write over", () => {
  expect(maskSigns("Grannen i trean", ["personal_data"])).toBeNull();
});

test("an idea is found by its number, by the number of a part, and by words in any order", () => {
  const ideas = [idea(14, { text: "Verkstad på gården" }), idea(21, { merged: [33], merged_texts: ["Öppna biblioteket"] })];
  const found = (query: string) => findIdeas(ideas, query).map((one) => one.number);

  expect(found("14")).toEqual([14]);
  expect(found("33")).toEqual([21]);
  expect(found("gården verkstad")).toEqual([14]);
  expect(found("BIBLIOTEK")).toEqual([21]);
  expect(found("  ")).toEqual([]);
});

test("groups of the idea's own column are offered first", () => {
  const clusters = [cluster("far", { column: "c2", position: 0 }), cluster("near", { column: "c1", position: 1 })];

  expect(findGroups(stateWith({ clusters }), "", "c1").map((one) => one.id)).toEqual(["near", "far"]);
});
