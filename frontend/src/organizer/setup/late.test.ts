import { expect, it } from "vitest";

import { wordsEn } from "../i18n/en";
import { wordsSv } from "../i18n/sv";
import type { StepPlan } from "../types";
import { aboutLate } from "./late";

const told = (kind: string, show_results?: string) => {
  const key = aboutLate({ kind, settings: { show_results } } as unknown as StepPlan);
  return [wordsSv[key], wordsEn[key]].join(" ");
};

it("says of votes when they are too late, by when the result is shown", () => {
  expect(told("vote", "after_close")).toMatch(/nästa steg börjar.*next step begins/);
  expect(told("vote", "manual")).toMatch(/innan du visar resultatet.*before you show the result/);
  expect(told("vote", "live")).toMatch(/inga röster.*no vote/);
});

it("says of texts that they count however the step went on", () => {
  expect(told("collect")).toMatch(/skrevs i tid.*written in time/);
});
