import { moodOf, opinionsOf } from "../voting/standing";
import type { Row } from "./ranking";

const MOST = 4;

export interface Part {
  key: "agreed" | "divided" | "refused" | "others";
  rows: Row[];
  /** How many more belong here than there is room for. */
  more: number;
}

/** Where the room agrees, and where it does not: a few of each, the clearest first. Where it is neither, simply the first. */
export function partsOf(rows: Row[]): Part[] {
  const of = (mood: string) => rows.filter((row) => moodOf(row.answers) === mood);
  const whole = [
    { key: "agreed" as const, rows: of("agreed") },
    { key: "divided" as const, rows: of("divided").sort((a, b) => leaning(a) - leaning(b)) },
    { key: "refused" as const, rows: of("refused") },
  ].filter((part) => part.rows.length);
  const parts = whole.length ? whole : [{ key: "others" as const, rows }];
  const room = share(parts.map((part) => part.rows.length));
  return parts.map(({ key, rows }, index) => ({ key, rows: rows.slice(0, room[index]), more: rows.length - room[index]! }));
}

/** One row at a time to each that has more, until there is no room. */
function share(wanted: number[]): number[] {
  const given = wanted.map(() => 0);
  for (let left = MOST; left > 0 && wanted.some((want, index) => given[index]! < want); ) {
    wanted.forEach((want, index) => {
      if (left === 0 || given[index]! === want) return;
      given[index]! += 1;
      left -= 1;
    });
  }
  return given;
}

/** How much more one side has, of those who took one. */
function leaning({ points, answers }: Row): number {
  const said = opinionsOf(answers);
  return Math.abs(points) / Math.max(1, said.for + said.against);
}
