import { expect, it } from "vitest";

import { en, sv } from "./words";

it("has the same forms and values in both languages", () => {
  const shape = (text: string) => [text.split("|").length, ...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const key of Object.keys(sv) as (keyof typeof sv)[]) expect([key, shape(en[key])]).toEqual([key, shape(sv[key])]);
});
