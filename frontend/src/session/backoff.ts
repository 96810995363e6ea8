const MOST_MS = 20_000;
const FIRST_MS = 500;
/** What a server or a proxy asks for beyond this is not waited for. */
const MOST_ASKED_S = 60;

/** How long to wait before attempt `n` (from 0): full jitter up to min(20 s, 0.5 s × 2^n). */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
}

/** How long the answer to a call that failed asks to wait (ms). */
export function askedBy(error: unknown): number {
  const { retryAfterS } = error as { retryAfterS?: number | null };
  return Math.min(retryAfterS ?? 0, MOST_ASKED_S) * 1000;
}
