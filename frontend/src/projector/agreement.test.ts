import { expect, it } from "vitest";

import { partsOf } from "./agreement";
import type { Row } from "./ranking";

const row = (title: string, yes: number, no: number, passed = 0): Row => ({
  id: title, title, number: null, column: null, author: null, points: yes - no, answers: { for: yes, against: no, passed }, rank: 1, shared: false,
}); // prettier-ignore
const shown = (rows: Row[]) => partsOf(rows).map(({ key, rows, more }) => [key, rows.map(({ title }) => title).join(" "), more]);

it("gives each part its clearest ones, and tells how many more are alike", () => {
  const rows = [row("A", 6, 0), row("B", 6, 0), row("C", 6, 0), row("D", 4, 2), row("E", 3, 3), row("F", 0, 6)];
  expect(shown(rows)).toEqual([
    ["agreed", "A B", 1],
    ["divided", "E", 1],
    ["refused", "F", 0],
  ]);
});

it("leaves no room empty that another part can fill", () => {
  const rows = [..."ABCDEF"].map((title) => row(title, 6, 0));
  expect(shown([...rows, row("G", 1, 6)])).toEqual([
    ["agreed", "A B C", 3],
    ["refused", "G", 0],
  ]);
});

it("shows the first where too few took a side", () => {
  expect(shown([..."ABCDEFG"].map((title) => row(title, 1, 0, 5)))).toEqual([["others", "A B C D", 3]]);
});
