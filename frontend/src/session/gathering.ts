/**
 * Hands on what comes: at once after a quiet moment, then all of a rest together, so that a slow phone keeps time for the person who
 * holds it. While nobody looks it waits for nothing, since timers then come late or not at all.
 */
export class Gathering<T> {
  #held: T[] = [];
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** `take` says whether there was anything new in it; only after that there is a rest. */
  constructor(
    private readonly restMs: number,
    private readonly take: (items: T[]) => boolean,
  ) {}

  add(item: T): void {
    this.#held.push(item);
    if (!this.#rest || document.visibilityState === "hidden") this.flush();
  }

  /** Hands on what is held, for whoever needs it now. */
  flush(): void {
    if (this.#held.length === 0) return;
    const items = this.#held;
    this.#held = [];
    if (this.take(items)) this.#rest ??= setTimeout(() => this.#rested(), this.restMs);
  }

  /** Forgets what is held. */
  drop(): void {
    this.#held = [];
    clearTimeout(this.#rest);
    this.#rest = undefined;
  }

  #rested(): void {
    this.#rest = undefined;
    this.flush();
  }
}
