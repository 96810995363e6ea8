import { describe, expect, it } from "vitest";

import { average, moodOf, place, quarterOf } from "./standing";

const cards = (title: string, yes: number, no: number, passed = 0) => ({ title, points: yes - no, answers: { for: yes, against: no, passed } });
const rated = (title: string, benefit: number[], effort: number[]) => ({ title, points: 0, answers: { benefit, effort } });
const order = (rows: { title: string; rank: number; shares: number }[]) => rows.map(({ title, rank, shares }) => [rank, title, shares]);

describe("places", () => {
  it("go by for minus against, and a proposal that most are against stands below one without an opinion", () => {
    const rows = place("thumb", [cards("Bro", 2, 7), cards("Ångbåt", 3, 3), cards("Spår", 9, 1)], "sv");
    expect(order(rows)).toEqual([
      [1, "Spår", 1],
      [2, "Ångbåt", 1],
      [3, "Bro", 1],
    ]);
  });

  it("are shared by equals in alphabetical order", () => {
    const rows = place("agree", [cards("Ö", 5, 2), cards("Bro", 4, 1, 3), cards("Spår", 9, 1)], "sv");
    expect(order(rows)).toEqual([
      [1, "Spår", 1],
      [2, "Bro", 2],
      [2, "Ö", 2],
    ]);
  });

  it("go by benefit, then by how little it takes, and not by how many have answered", () => {
    const many = rated("Många", [0, 0, 9, 0, 0], [9, 0, 0, 0, 0]);
    const hard = rated("Svår", [0, 0, 0, 0, 2], [0, 0, 0, 0, 2]);
    const easy = rated("Lätt", [0, 0, 0, 0, 2], [2, 0, 0, 0, 0]);
    expect(order(place("scale", [many, hard, easy], "sv")).map(([, title]) => title)).toEqual(["Lätt", "Svår", "Många"]);
  });

  it("put what too few have answered last", () => {
    const few = { title: "A", points: null, answers: null };
    expect(order(place("agree", [few, cards("Bro", 0, 9)], "sv"))[1]).toEqual([2, "A", 1]);
  });
});

it("sorts cards by where the room agrees", () => {
  expect([cards("", 38, 3, 2), cards("", 19, 20, 4), cards("", 2, 30, 1), cards("", 27, 6, 10), cards("", 4, 0)].map(({ answers }) => moodOf(answers))).toEqual([
    "agreed",
    "divided",
    "refused",
    "thin",
    "thin",
  ]);
});

it("folds the map in the middle", () => {
  expect(quarterOf({ benefit: 4.5, effort: 2.4 })).toBe("first");
  expect(quarterOf({ benefit: 4.2, effort: 3.2 })).toBe("plan");
  expect(quarterOf({ benefit: 2.9, effort: 1.3 })).toBe("spare");
  expect(quarterOf({ benefit: 1, effort: 5 })).toBe("leave");
  expect(average([1, 0, 0, 0, 1])).toBe(3);
});
