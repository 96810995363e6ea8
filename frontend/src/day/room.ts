import type { Spot } from "./asking";

/** How a number of places stands on the screen: columns, how large the words are, and the side of a QR code in shares of the width. */
export interface Layout {
  columns: number;
  rows: number;
  scale: number;
  qr: number;
  /** The QR code stands beside the words, else below them. */
  beside: boolean;
}

/** What fits on a page with a QR code that can be read from where people pass. */
export const MOST_SPOTS = 12;
/** Long enough to find one's place and to point a camera at its code. */
export const PAGE_MS = 15_000;

const LAYOUTS: [number, Layout][] = [
  [1, { columns: 1, rows: 1, scale: 1.9, qr: 20, beside: false }],
  [2, { columns: 2, rows: 1, scale: 1.6, qr: 18, beside: false }],
  [4, { columns: 2, rows: 2, scale: 0.92, qr: 11, beside: true }],
  [6, { columns: 3, rows: 2, scale: 0.9, qr: 9, beside: true }],
  [8, { columns: 4, rows: 2, scale: 0.72, qr: 7.5, beside: false }],
  [9, { columns: 3, rows: 3, scale: 0.62, qr: 5.8, beside: true }],
  [MOST_SPOTS, { columns: 4, rows: 3, scale: 0.55, qr: 5.4, beside: true }],
];

export function layoutFor(spots: number): Layout {
  const found = LAYOUTS.find(([most]) => spots <= most) ?? LAYOUTS[LAYOUTS.length - 1]!;
  return found[1];
}

/** The places by page, about as many on each. Where there are several pages those come first where something goes on. */
export function pagesOf(spots: Spot[]): Spot[][] {
  const pages = Math.ceil(spots.length / MOST_SPOTS);
  if (pages < 2) return [spots];
  const ordered = [...spots.filter(({ now }) => now), ...spots.filter(({ now }) => !now)];
  const from = (page: number) => Math.round((page * ordered.length) / pages);
  return Array.from({ length: pages }, (_, page) => ordered.slice(from(page), from(page + 1)));
}

/** Which page is shown at a moment: on all screens of the house the same. */
export function pageAt(time: number, pages: number): number {
  return Math.floor(time / PAGE_MS) % pages;
}
