/** How long a person who looks at the screen is kept waiting for what may never come. */
export const PROBE_MS = 3000;
/** On a slow link all of an answer may take its time, once it has begun. */
const REST_MS = 60_000;

/** Waits for one thing at a time, and not for ever: a browser may wait for minutes on a network that has gone. */
export class Patience {
  #control = new AbortController();
  /** Until when (ms) a pause lasts at least, since the server asked for it; null in what is no pause. */
  #askedUntil: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What may be given up for being slow to begin. */
  #unanswered: AbortController | null = null;

  /** What `ask` answers. Its signal is aborted when it has neither done so nor begun to after `ms`, or was given up. */
  async answer<T>(ms: number, ask: (signal: AbortSignal) => Promise<T>, control = new AbortController()): Promise<T> {
    const { signal } = this.#begin(ms, control);
    try {
      return await ask(signal);
    } finally {
      if (control === this.#control) this.#over();
    }
  }

  /** Done after `askedMs`, which the server asked for, and `ms` more; when hurried, without the latter. */
  pause(askedMs: number, ms: number): Promise<void> {
    const { signal } = this.#begin(askedMs + ms);
    this.#askedUntil = Date.now() + askedMs;
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  }

  /** The answer has begun to come. */
  began = (): void => {
    this.#over();
    this.#endAfter(REST_MS);
  };

  /** Somebody waits: what has not begun to answer has `ms` left, a pause what the server asked for. `cut`: what has begun is given up too. */
  hurry(ms = PROBE_MS, cut = false): void {
    if (cut && this.#askedUntil === null) return this.end();
    const waiting = this.#unanswered;
    const left = this.#askedUntil === null ? ms : this.#askedUntil - Date.now();
    setTimeout(() => waiting === this.#unanswered && waiting?.abort(), left);
  }

  /** Gives up what is waited for. */
  end(): void {
    this.#control.abort();
  }

  #begin(ms: number, control = new AbortController()): AbortController {
    this.#over();
    this.#askedUntil = null;
    this.#control = this.#unanswered = control;
    this.#endAfter(ms);
    return control;
  }

  #endAfter(ms: number): void {
    this.#timer = setTimeout(() => this.end(), ms);
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#unanswered = null;
  }
}
