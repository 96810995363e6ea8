import { expect, it } from "vitest";

import { apart, type Mark } from "./apart";

const FRAME = { width: 600, height: 400 };
const dot = (x: number, y: number, half = 20): Mark => ({ x, y, dot: half, left: half, right: half, up: half, down: half });
const after = (marks: Mark[]) => apart(marks, FRAME).map(({ dx, dy }, index) => ({ ...marks[index]!, x: marks[index]!.x + dx, y: marks[index]!.y + dy }));
const cover = (a: Mark, b: Mark) => a.x - a.left < b.x + b.right && b.x - b.left < a.x + a.right && a.y - a.up < b.y + b.down && b.y - b.up < a.y + a.down;
const anyCovered = (marks: Mark[]) => marks.some((one, index) => marks.slice(index + 1).some((other) => cover(one, other)));

it("leaves marks where they are that do not cover each other", () => {
  expect(apart([dot(100, 100), dot(200, 100)], FRAME)).toEqual([{ dx: 0, dy: 0 }, { dx: 0, dy: 0 }]);
});

it("moves equal ones beside each other, the first not at all and none farther than it has to", () => {
  const marks = after(Array.from({ length: 5 }, () => dot(150, 100)));
  expect(marks[0]).toEqual(dot(150, 100));
  expect(anyCovered(marks)).toBe(false);
  for (const { x, y } of marks) expect(Math.hypot(x - 150, y - 100)).toBeLessThan(3 * 40);
});

it("keeps each in its quarter and inside the frame", () => {
  const corner = after(Array.from({ length: 4 }, () => dot(580, 380)));
  expect(anyCovered(corner)).toBe(false);
  for (const { x, y } of corner) expect(x > 300 && x <= 580 && y > 200 && y <= 380).toBe(true);
  // In the middle of both axes is still what is done first.
  const middle = after(Array.from({ length: 3 }, () => dot(300, 200)));
  expect(anyCovered(middle)).toBe(false);
  for (const { x, y } of middle) expect(x <= 300 && y <= 200).toBe(true);
});

it("counts the name beside a mark as well", () => {
  const named = (x: number, y: number): Mark => ({ ...dot(x, y, 16), right: 216 });
  const marks = after([named(40, 100), named(160, 100), named(60, 110)]);
  expect(anyCovered(marks)).toBe(false);
});

it("stands off the words on the map", () => {
  const words: Mark = { ...dot(0, 0, 0), right: 100, down: 30 };
  const [shift] = apart([dot(20, 20)], FRAME, [words]);
  expect(cover(words, dot(20 + shift!.dx, 20 + shift!.dy))).toBe(false);
});

it("covers no dot, though there is no room for the names", () => {
  const wide = (): Mark => ({ ...dot(100, 100), right: 190, up: 90, down: 90 });
  const bare = after([wide(), wide(), wide()]).map(({ x, y }) => dot(x, y));
  expect(anyCovered(bare)).toBe(false);
});

it("leaves a mark where it is when there is no room anywhere", () => {
  const large = dot(150, 100, 100);
  expect(apart([large, large], FRAME)[1]).toEqual({ dx: 0, dy: 0 });
});
