import type { Fair } from "../protocol/types";
import { shuffledFor } from "./shuffle";

const LOT = 10;

interface Readable {
  id: string;
  number?: number | null;
}

/** The least shown first, those alike in an order of the person's own. What is newer than the order has been shown nowhere yet. */
export function fairlyFor<T extends Readable>(person: string, items: T[], fair: Fair | null | undefined): T[] {
  const bands = new Map<string | number, number>();
  for (const list of [fair?.ideas, fair?.clusters]) {
    list?.forEach((band, at) => band.forEach((one) => bands.set(one, at)));
  }
  const bandOf = ({ id, number }: T) => bands.get(number ?? id) ?? -1;
  return shuffledFor(person, items).sort((a, b) => bandOf(a) - bandOf(b));
}

type Side = "before" | "behind";

/** Keeps what has once been laid out in its place, also over a reload; what comes later goes before it or behind it. */
export class LaidOut {
  #order: string[];

  constructor(private readonly key: string) {
    this.#order = read(key);
  }

  /** Gives a place to those of `items` that have none, in the order they come in. The answer is all places so far, by id. */
  take(items: Readable[], side: Side): string[] {
    const placed = new Set(this.#order);
    const fresh = items.filter(({ id }) => !placed.has(id)).map(({ id }) => id);
    if (fresh.length) {
      this.#order = side === "before" ? [...fresh, ...this.#order] : [...this.#order, ...fresh];
      write(this.key, this.#order);
    }
    return this.#order;
  }

  /** `items` in the order wanted for those that have no place yet. */
  arrange<T extends Readable>(items: T[], side: Side): T[] {
    return inPlace(items, this.take(items, side));
  }
}

/** Those of `items` that have a place. */
function inPlace<T extends Readable>(items: T[], order: string[]): T[] {
  const known = new Map(items.map((item) => [item.id, item]));
  return order.flatMap((id) => known.get(id) ?? []);
}

export interface Lot<T> {
  key: number;
  items: T[];
}

/**
 * Those of `items` that have a place, in lots of neighbours that the browser lays out and leaves out together. A lot is counted from
 * the end of the order and over those that are gone, so that nobody changes lots when others come before them or go.
 */
export function inLots<T extends Readable>(items: T[], order: string[], most = LOT): Lot<T>[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const lots: Lot<T>[] = [];
  order.forEach((id, at) => {
    const item = known.get(id);
    if (!item) return;
    const key = Math.floor((order.length - 1 - at) / most);
    if (lots.at(-1)?.key === key) lots.at(-1)!.items.push(item);
    else lots.push({ key, items: [item] });
  });
  return lots;
}

/** The same lots as before where nothing has changed in them, so that only the others are looked at again. */
export function kept<T>(before: Lot<T>[], now: Lot<T>[]): Lot<T>[] {
  const known = new Map(before.map((lot) => [lot.key, lot]));
  const lots = now.map((lot) => {
    const old = known.get(lot.key);
    return old && isSame(old.items, lot.items) ? old : lot;
  });
  return isSame(before, lots) ? before : lots;
}

function isSame<T>(a: T[], b: T[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function read(key: string): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]") as string[];
  } catch {
    return [];
  }
}

/** Without storage the order holds as long as the screen does. */
function write(key: string, order: string[]): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(order));
  } catch {
    return;
  }
}
