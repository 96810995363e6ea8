import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { beforeEach, describe, expect, it, vi } from "vitest";

import doorEn from "./words.door.en";
import doorSv from "./words.door.sv";
import firstEn from "./words.en";
import laterEn from "./words.later.en";
import laterSv from "./words.later.sv";
import firstSv from "./words.sv";

const sv = { ...firstSv, ...doorSv, ...laterSv };
const en = { ...firstEn, ...doorEn, ...laterEn };
const names = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();

it.each(Object.keys(sv) as (keyof typeof sv)[])("%s says the same in both languages", (key) => {
  expect(names(en[key])).toEqual(names(sv[key]));
  expect(en[key].split("|").length).toBe(sv[key].split("|").length);
});

it("uses the words we chose, and shouts nowhere", () => {
  const all = [...Object.values(sv), ...Object.values(en)].join("\n");
  expect(all).not.toMatch(/!|Ogiltig|Vänligen|Fel uppstod|session|workshop|kluster|facilitator/i);
});

/** The files of the first load: an entry and all that it imports without waiting. */
function sources(path: string, found = new Map<string, string>()): Map<string, string> {
  const file = [path, `${path}.ts`].find((one) => existsSync(one) && /\.(ts|svelte)$/.test(one));
  if (!file || found.has(file)) return found;
  const text = readFileSync(file, "utf8");
  found.set(file, text);
  for (const [, from] of text.matchAll(/^\s*(?:import|export) (?!type)[^;(]*? from "(\.[^"]+)"/gm)) sources(resolve(dirname(file), from!), found);
  return found;
}

it.each([
  ["app", { ...doorSv, ...laterSv }],
  ["join/Door.svelte", laterSv],
  ["inside", { ...doorSv, ...laterSv }],
])("%s says nothing that comes with another screen", (entry, others) => {
  const texts = [...sources(resolve(import.meta.dirname, entry))].filter(([file]) => !file.includes("words.")).map(([, text]) => text);
  expect(texts.length).toBeGreaterThan(5);
  const said = texts.flatMap((text) => [...text.matchAll(/\bt\(\s*(?:[^"()]*\? )?"(\w+)"(?: : "(\w+)")?/g)].flatMap(([, ...keys]) => keys));
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter((key) => key && key in others)).toEqual([]);
});

describe("the parts that a phone has fetched", () => {
  let parts: typeof import("./words");
  let speak: typeof import("../i18n/language").speak;
  const page = { documentElement: { lang: "sv" } };

  beforeEach(async () => {
    vi.resetModules();
    vi.stubGlobal("document", page);
    ({ speak } = await import("../i18n/language"));
    speak("sv");
    parts = await import("./words");
    return () => vi.unstubAllGlobals();
  });

  it("are those that were needed, and no others", async () => {
    const first = await parts.wordsIn("sv");
    expect([first.ideas_send, first.join_title, first.send_again]).toEqual([sv.ideas_send, undefined, undefined]);
    await parts.need("door");
    expect([first.join_title, first.send_again]).toEqual([sv.join_title, undefined]);
  });

  it("are there in a language that is chosen later, also those that are needed while it is fetched", async () => {
    await parts.need("door");
    const fetched = parts.wordsIn("en");
    await parts.need("later");
    const words = await fetched;
    expect([words.ideas_send, words.join_title, words.send_again]).toEqual([en.ideas_send, en.join_title, en.send_again]);
  });

  it("are there in the new language before the screen that needs them, when it is chosen meanwhile", async () => {
    const words = await parts.wordsIn("en");
    const needed = parts.need("later");
    speak("en");
    await needed;
    expect(words.send_again).toBe(en.send_again);
  });

  it.each(["ar", "en"])("are those of the page where the browser translates it into %s", async (lang) => {
    const words = await parts.wordsIn("sv");
    page.documentElement.lang = lang;
    await parts.need("later");
    expect(words.send_again).toBe(sv.send_again);
  });
});
