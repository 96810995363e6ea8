import { describe, expect, it } from "vitest";

import { idea } from "../../session/testing/samples";
import { closest } from "./closest";

const texts = [
  "Karta över vem som behöver vätgas, när och hur mycket",
  "Verkstad på gården för cyklar, kläder och möbler",
  "Anställ områdesvärdar som bor i området",
  "Solceller på taken där hyresgästerna äger andelar",
  "Ungdomsråd med egen budget",
  "Öva med räddningstjänsten innan bygget startar",
  "Shared workshop in the courtyard for bikes and furniture",
];
const ideas = texts.map((text, at) => idea(`i${at + 1}`, { number: at + 1, text }));
const found = (text: string, among = ideas) => closest(text, among)?.number ?? null;

describe("an idea like the one that is written", () => {
  it.each([
    ["Cykelverkstad på gården där man lagar själv", 2],
    ["Lista på en karta vilka som behöver vätgas", 1],
    ["Värdar i området som själva bor där", 3],
    ["Solcell på taket, hyresgästen äger en andel", 4],
    ["A courtyard workshop where you repair your bike", 7],
  ])("is found by its unusual words, whatever their endings: %s", (text, number) => {
    expect(found(text)).toBe(number);
  });

  it.each(["Billigare bussar på kvällen", "Vi behöver mer av det där tillsammans", "Budget", "!!! 123 …", ""])("is not found for %j", (text) => {
    expect(found(text)).toBeNull();
  });

  it("is the most alike of several, and found among few", () => {
    const more = [...ideas, idea("i8", { number: 8, text: "Cykelverkstad på gården" })];
    expect(found("Cykelverkstad på gården där man lagar själv", more)).toBe(8);
    expect(found("Cykelverkstad på gården där man lagar själv", ideas.slice(1, 2))).toBe(2);
    expect(found("Cykelverkstad på gården", [])).toBeNull();
  });

  it("is not found by words that everybody writes", () => {
    const usual = Array.from({ length: 60 }, (_, n) => idea(`u${n}`, { number: 100 + n, text: `Förslag nummer${n} om skolgården och torghandel${n}` }));
    expect(found("Förslag om skolgården", usual)).toBeNull();
  });

  it("is not found by one word alone", () => {
    expect(found("Öppen verkstad", [idea("i1", { text: "Verkstad i parken" })])).toBeNull();
  });

  it("is found also where half the room has written it", () => {
    const same = Array.from({ length: 60 }, (_, n) => idea(`s${n}`, { number: 100 + n, text: `Grönare skolgårdar, förslag ${n}` }));
    expect(found("Skolgården behöver bli grönare", [...ideas, ...same])).not.toBeNull();
  });

  it("is looked for anew when a text was changed", () => {
    const before = [idea("i1", { text: "Något helt annat om bussar" })];
    expect(found("Cykelverkstad på gården", before)).toBeNull();
    expect(found("Cykelverkstad på gården", [idea("i1", { text: "Verkstad för cyklar på gården" })])).toBe(1);
  });
});
