export const REVEAL_MS = 3000;
export const ROWS = 5;

/** Uncovers the result from the fifth place to the first; all at once where people want less motion. */
export class Reveal {
  /** How many rows are uncovered, counted from the bottom. */
  uncovered = $state(ROWS);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(calm: boolean): void {
    this.stop();
    if (calm) return;
    this.uncovered = 1;
    this.#timer = setInterval(() => {
      this.uncovered += 1;
      if (this.uncovered >= ROWS) clearInterval(this.#timer);
    }, REVEAL_MS / (ROWS - 1));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.uncovered = ROWS;
  }
}

export function wantsCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
