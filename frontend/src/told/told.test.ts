import { expect, it, vi } from "vitest";

import { I18n } from "../i18n/i18n.svelte";
import { mailTo, ownText, told, toldWords } from "./told";
import { toldEn, type ToldKey, toldSv } from "./words";

vi.stubGlobal("document", { documentElement: {} });
vi.stubGlobal("addEventListener", () => {});

const CITY = { operator: "Storstad", contact: "dataskydd@exempel.se", text: "", text_language: "sv", text_sv: "", text_en: "", keep_months: 24 };
const names = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();

function said(lang: "sv" | "en", named: boolean, facts: typeof CITY | null): string {
  return told(new I18n({ sv: {}, en: {} }, lang).with(toldWords), named, facts).join("\n");
}

it.each(Object.keys(toldSv) as ToldKey[])("%s says the same in both languages", (key) => {
  expect(names(toldEn[key])).toEqual(names(toldSv[key]));
  expect(toldEn[key].split("|").length).toBe(toldSv[key].split("|").length);
});

it("names who is responsible, and how long the meeting is kept", () => {
  const text = said("sv", false, CITY);
  expect(text).toContain("Storstad är personuppgiftsansvarig.");
  expect(text).toContain("allmän handling hos Storstad.");
  expect(text).toContain("Mötet sparas i 2 år efter att det har avslutats och raderas sedan med allt i det");
});

it.each([
  [12, "kept for one year after"],
  [1, "kept for one month after"],
  [18, "kept for 18 months after"],
  [0, "stored until whoever is responsible for it deletes it"],
])("%i months", (keep_months, sentence) => {
  expect(said("en", false, { ...CITY, keep_months })).toContain(sentence);
});

it.each(["sv", "en"] as const)("has no hole where nothing is known or set: %s", (lang) => {
  for (const facts of [null, { operator: "", contact: "", text: "", text_language: "sv", text_sv: "", text_en: "", keep_months: 24 }])
    for (const named of [true, false]) {
      const text = said(lang, named, facts);
      expect(text).not.toMatch(/undefined|null|NaN|[{}|]|  | [.,]/);
      expect(told((key) => toldSv[key], named, facts)).toHaveLength(11);
    }
});

it("tells the arena's own text in the reader's language first", () => {
  const both = { ...CITY, text_sv: "Vi spelar in.", text_en: "We record." };
  expect(ownText(both, "sv")).toEqual({ lang: "sv", text: "Vi spelar in." });
  expect(ownText(both, "en")).toEqual({ lang: "en", text: "We record." });
  expect(ownText({ ...both, text_en: "" }, "en")).toEqual({ lang: "sv", text: "Vi spelar in." });
  expect(ownText({ ...both, text_sv: "" }, "sv")).toEqual({ lang: "en", text: "We record." });
  expect(ownText(CITY, "sv")).toBeNull();
});

it("says that a shown name goes too", () => {
  expect(said("sv", true, CITY)).toContain("också vid idéer och kommentarer");
});

it("writes to any address", () => {
  expect(mailTo("a+b&c@exempel.se")).toBe("mailto:a%2Bb%26c@exempel.se");
});
