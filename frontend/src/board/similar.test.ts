import { expect, test } from "vitest";

import { idea } from "./fixtures";
import { findAlike, pairOf } from "./similar";

const TEXTS = [
  "Gemensam tankstation för bussar, sopbilar och åkerier vid hamnen",
  "Anställ områdesvärdar som bor i området",
  "Köp funktion, inte produkt – beskriv behovet och låt marknaden svara",
  "Karta över vem som behöver vätgas, när och hur mycket",
  "Solceller på taken där hyresgästerna äger andelar",
  "Låt boende få jobb som värdar på gården",
  "Ungdomsråd med egen budget",
  "Lista alla som behöver vätgas på en karta",
];
const IDEAS = TEXTS.map((text, at) => idea(at + 1, { text }));
const numbers = (apart = new Set<string>()) => findAlike(IDEAS, apart).map((alike) => alike.ideas.map((one) => one.number));

test("ideas that share unusual words are suggested, the oldest first", () => {
  expect(numbers()).toContainEqual([4, 8]);
});

test("the words they share are told in their shortest form", () => {
  expect(findAlike(IDEAS, new Set())[0]!.words).toEqual(expect.arrayContaining(["vätgas", "karta"]));
});

test("a word inside a longer one counts", () => {
  const pair = [idea(1, { text: "Fler områdesvärdar på gården" }), idea(2, { text: "Värdar på varje gård" }), ...IDEAS.slice(2, 5)];
  expect(findAlike(pair, new Set()).map((alike) => alike.ideas.map((one) => one.text))).toEqual([["Fler områdesvärdar på gården", "Värdar på varje gård"]]);
});

test("what was said to be different things is not suggested again", () => {
  expect(numbers(new Set([pairOf(IDEAS[7]!, IDEAS[3]!)]))).not.toContainEqual([4, 8]);
});

test("ideas without a word in common are left alone", () => {
  expect(findAlike([idea(1, { text: "Billigare bussar" }), idea(2, { text: "Mer ljus på torget" })], new Set())).toEqual([]);
});
