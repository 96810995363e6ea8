import { describe, expect, it } from "vitest";

import type { Spot } from "./asking";
import { layoutFor, MOST_SPOTS, PAGE_MS, pageAt, pagesOf } from "./room";
import { en, sv } from "./words";

/** Places with a letter each; in those of `running` something goes on. */
function places(count: number, running: number[] = []): Spot[] {
  const slot = { id: "", title: "", starts_at: null, ends_at: null, code: null };
  return Array.from({ length: count }, (_, n) => ({ place: String(n), now: running.includes(n) ? slot : null, next: slot }));
}

describe("the places on the screen", () => {
  it("all have room, whatever their number", () => {
    for (let spots = 1; spots <= MOST_SPOTS; spots += 1) {
      const { columns, rows, qr } = layoutFor(spots);
      expect(columns * rows).toBeGreaterThanOrEqual(spots);
      expect(qr).toBeGreaterThan(5);
    }
  });
  it("are smaller the more there are", () => {
    const scales = Array.from({ length: MOST_SPOTS }, (_, n) => layoutFor(n + 1).scale);
    expect(scales).toEqual([...scales].sort((a, b) => b - a));
  });
});

describe("the pages", () => {
  const names = (pages: Spot[][]) => pages.map((page) => page.map(({ place }) => place));

  it("are one as long as all fit on it, in the order they came", () => {
    expect(pagesOf([])).toEqual([[]]);
    expect(pagesOf(places(MOST_SPOTS, [3]))).toEqual([places(MOST_SPOTS, [3])]);
  });
  it("hold each place once, about as many each, those where something goes on first", () => {
    expect(names(pagesOf(places(13, [4, 12])))).toEqual([
      ["4", "12", "0", "1", "2", "3", "5"],
      ["6", "7", "8", "9", "10", "11"],
    ]);
    for (let count = 13; count < 120; count += 1) {
      const pages = pagesOf(places(count));
      expect(pages.flat()).toHaveLength(count);
      const sizes = pages.map((page) => page.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_SPOTS);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });
  it("take turns, and begin again", () => {
    const turns = Array.from({ length: 7 }, (_, n) => pageAt(3 * PAGE_MS * 1000 + n * (PAGE_MS / 2), 3));
    expect(turns).toEqual([0, 0, 1, 1, 2, 2, 0]);
    expect(pageAt(Date.now(), 1)).toBe(0);
  });
});

it("says the same in both languages", () => {
  const shape = (text: string) => [text.split("|").length, ...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const key of Object.keys(sv) as (keyof typeof sv)[]) expect([key, shape(en[key])]).toEqual([key, shape(sv[key])]);
});
