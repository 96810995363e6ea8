/** How a number of places stands on the screen: columns, how large the words are, and the side of a QR code in shares of the width. */
export interface Layout {
  columns: number;
  rows: number;
  scale: number;
  /** 0: too small to be read by a camera, so the code alone is shown. */
  qr: number;
  /** The QR code stands beside the words, else below them. */
  beside: boolean;
}

/** What fits can be read from where people pass; more than this is told as a number. */
export const MOST_SPOTS = 20;

const LAYOUTS: [number, Layout][] = [
  [1, { columns: 1, rows: 1, scale: 1.9, qr: 20, beside: false }],
  [2, { columns: 2, rows: 1, scale: 1.6, qr: 18, beside: false }],
  [4, { columns: 2, rows: 2, scale: 0.92, qr: 11, beside: true }],
  [6, { columns: 3, rows: 2, scale: 0.9, qr: 9, beside: true }],
  [8, { columns: 4, rows: 2, scale: 0.72, qr: 7.5, beside: false }],
  [12, { columns: 4, rows: 3, scale: 0.55, qr: 5.4, beside: true }],
  [MOST_SPOTS, { columns: 5, rows: 4, scale: 0.42, qr: 0, beside: false }],
];

export function layoutFor(spots: number): Layout {
  const found = LAYOUTS.find(([most]) => spots <= most) ?? LAYOUTS[LAYOUTS.length - 1]!;
  return found[1];
}
