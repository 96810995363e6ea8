import type { Activity, Answers, Opinions, Ratings, Thumbs } from "../protocol/types";

export type Model = Activity["settings"]["model"];

/** What a proposal has: both are null where too few have answered to be told. */
export interface Standing {
  points: number | null;
  answers?: Answers | null;
}

export interface Placed {
  rank: number;
  /** How many stand on the same place, itself included. */
  shares: number;
}

export const MOST_RATING = 5;

export function isRatings(answers: Answers | null | undefined): answers is Ratings {
  return answers != null && "benefit" in answers;
}

export function opinionsOf(answers: Answers | null | undefined): Opinions {
  const said: Partial<Opinions & Thumbs> = answers && !isRatings(answers) ? answers : {};
  return { for: said.for ?? 0, against: said.against ?? 0, passed: said.passed ?? 0 };
}

/** The average of five counts, 1 to 5; 0 where nobody has answered. */
export function average(counts: number[]): number {
  const people = counts.reduce((sum, count) => sum + count, 0);
  return people ? counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / people : 0;
}

export function ratingOf(answers: Answers | null | undefined): { benefit: number; effort: number } | null {
  return isRatings(answers) ? { benefit: average(answers.benefit), effort: average(answers.effort) } : null;
}

/** How many have answered; in a vote of points, how many points there are. */
export function answersIn({ points, answers }: Standing): number {
  if (!answers) return points ?? 0;
  if (isRatings(answers)) return Math.max(...[answers.benefit, answers.effort].map((counts) => counts.reduce((a, b) => a + b, 0)));
  const said = opinionsOf(answers);
  return said.for + said.against + said.passed;
}

/** Whether there is anything to rank it by. */
export function isAnswered(model: Model, standing: Standing): boolean {
  return model === "points" ? (standing.points ?? 0) > 0 : standing.answers != null;
}

/** What is compared, the first difference deciding: points, for minus against, or benefit and then how little it takes. */
function merit(model: Model, standing: Standing): [number, number] {
  if (!isAnswered(model, standing)) return [model === "points" ? 0 : -Infinity, 0];
  const rating = ratingOf(standing.answers);
  return rating ? [rating.benefit, -rating.effort] : [standing.points ?? 0, 0];
}

const same = (a: [number, number], b: [number, number]) => a[0] === b[0] && a[1] === b[1];

/** Best first. Equal ones share a place (1, 2, 2, 4) and stand in alphabetical order: a tie is never settled by itself. */
export function place<T extends Standing & { title: string }>(model: Model, rows: T[], language: string): (T & Placed)[] {
  const order = new Intl.Collator(language, { numeric: true });
  const rated = rows.map((row) => ({ row, merit: merit(model, row) }));
  rated.sort((a, b) => compare(b.merit, a.merit) || order.compare(a.row.title, b.row.title));
  return rated.map(({ row, merit: own }) => ({
    ...row,
    rank: rated.findIndex((other) => same(other.merit, own)) + 1,
    shares: rated.filter((other) => same(other.merit, own)).length,
  }));
}

function compare(a: [number, number], b: [number, number]): number {
  if (a[0] !== b[0]) return a[0] > b[0] ? 1 : -1;
  return a[1] - b[1];
}

export type Mood = "agreed" | "divided" | "refused" | "thin";
export const MOODS: Mood[] = ["agreed", "divided", "refused", "thin"];
const MOST_AGREE = 0.7;
const MANY_PASSED = 0.2;
const FEW = 5;

/** Agree: seven of ten of those who took a side. Thin: fewer than five answered, or every fifth passed it over. */
export function moodOf(answers: Answers | null | undefined): Mood {
  const said = opinionsOf(answers);
  const sides = said.for + said.against;
  const all = sides + said.passed;
  if (all < FEW || sides === 0 || said.passed / all >= MANY_PASSED) return "thin";
  if (said.for / sides >= MOST_AGREE) return "agreed";
  return said.against / sides >= MOST_AGREE ? "refused" : "divided";
}

/** As the room agrees, and within that as they stood. */
export function byMood<T extends Standing>(rows: T[]): T[] {
  return MOODS.flatMap((mood) => rows.filter((row) => moodOf(row.answers) === mood));
}

/** Half of the five: where the map is folded. */
export const MIDDLE = (1 + MOST_RATING) / 2;
export type Quarter = "first" | "plan" | "spare" | "leave";

export function quarterOf({ benefit, effort }: { benefit: number; effort: number }): Quarter {
  if (benefit >= MIDDLE) return effort <= MIDDLE ? "first" : "plan";
  return effort <= MIDDLE ? "spare" : "leave";
}

/** Where a rating stands between 1 and 5, as a share of the way. */
export const along = (rating: number) => (rating - 1) / (MOST_RATING - 1);
