import { describe, expect, it } from "vitest";

import { layoutFor, MOST_SPOTS } from "./room";
import { en, sv } from "./words";

describe("the places on the screen", () => {
  it("all have room, whatever their number", () => {
    for (let spots = 1; spots <= MOST_SPOTS; spots += 1) {
      const { columns, rows } = layoutFor(spots);
      expect(columns * rows).toBeGreaterThanOrEqual(spots);
    }
  });
  it("are smaller the more there are, and never too many", () => {
    const scales = Array.from({ length: MOST_SPOTS + 5 }, (_, n) => layoutFor(n + 1).scale);
    expect(scales).toEqual([...scales].sort((a, b) => b - a));
    expect(layoutFor(200)).toEqual(layoutFor(MOST_SPOTS));
  });
});

it("says the same in both languages", () => {
  const shape = (text: string) => [text.split("|").length, ...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const key of Object.keys(sv) as (keyof typeof sv)[]) expect([key, shape(en[key])]).toEqual([key, shape(sv[key])]);
});
