import { expect, it } from "vitest";

import { en } from "./words.en";
import { sv } from "./words.sv";

const names = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();

it.each(Object.keys(sv) as (keyof typeof sv)[])("%s says the same in both languages", (key) => {
  expect(names(en[key])).toEqual(names(sv[key]));
  expect(en[key].split("|").length).toBe(sv[key].split("|").length);
});

it("uses the words we chose, and shouts nowhere", () => {
  const all = [...Object.values(sv), ...Object.values(en)].join("\n");
  expect(all).not.toMatch(/!|Ogiltig|Vänligen|Fel uppstod|session|workshop|kluster|facilitator/i);
});
