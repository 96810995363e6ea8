import { type Language, spoken } from "../i18n/language";
import type { Words } from "./words.sv";

/** What is said by the first screen in a meeting, by the way in, and by all the others. */
type Part = "first" | "door" | "later";

/** Each part of each language is a file of its own: nothing of the other language comes before the first screen. */
const FILES: Record<Language, Record<Part, () => Promise<{ default: Partial<Words> }>>> = {
  sv: { first: () => import("./words.sv"), door: () => import("./words.door.sv"), later: () => import("./words.later.sv") },
  en: { first: () => import("./words.en"), door: () => import("./words.door.en"), later: () => import("./words.later.en") },
};
const needed = new Set<Part>(["first"]);
const words = { sv: {}, en: {} } as Record<Language, Words>;

async function add(lang: Language, part: Part): Promise<void> {
  Object.assign(words[lang], (await FILES[lang][part]()).default);
}

/** All parts that have been needed, in that language. */
export async function wordsIn(lang: Language): Promise<Words> {
  const { size } = needed;
  await Promise.all([...needed].map((part) => add(lang, part)));
  return size === needed.size ? words[lang] : wordsIn(lang);
}

/** Fetches a part for a screen that comes, in the language of the page, which somebody may change meanwhile. */
export async function need(part: Part): Promise<void> {
  needed.add(part);
  const lang = spoken;
  await add(lang, part);
  if (lang !== spoken) await need(part);
}
