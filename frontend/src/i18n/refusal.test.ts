import { expect, test } from "vitest";

import { refusalSentence } from "./refusal";

const swedish = { lang: "sv" as const, t: (key: string) => `sv ${key}` };
const taken = { code: "cap_reached", detail: "Gruppen är full." };

test.each([
  ["in the page's language as the server said it", { ...taken, lang: "sv" }, "Gruppen är full."],
  ["of a language that is not known as the server said it", taken, "Gruppen är full."],
  ["in another language in the page's own words", { ...taken, detail: "The group is full.", lang: "en" }, "sv refused_cap_reached"],
  ["without a sentence in the page's own words", { ...taken, detail: "" }, "sv refused_cap_reached"],
  ["of which nothing is known as one that could not be taken", undefined, "sv refused_invalid"],
])("a refusal %s", (_, refusal, said) => {
  expect(refusalSentence(swedish, refusal ? { refusal } : {})).toBe(said);
});
