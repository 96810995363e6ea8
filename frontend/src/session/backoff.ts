const MOST_MS = 20_000;
const FIRST_MS = 500;

/** How long to wait before attempt `n` (from 0): full jitter up to min(20 s, 0.5 s × 2^n). */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
}
