import { Unreachable } from "./http";

/** How long a person who looks at the screen is kept waiting for what may never come. */
export const PROBE_MS = 3000;

/** Waits for one thing at a time, and not for ever: a browser may wait for minutes on a network that has gone. */
export class Patience {
  #control = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  /** What may be given up for being slow to begin. */
  #unanswered: AbortController | null = null;

  /** What `ask` answers. Throws `Unreachable` when it has not done so after `ms`, or was given up. */
  async answer<T>(ms: number, ask: (signal: AbortSignal) => Promise<T>, control = new AbortController()): Promise<T> {
    const { signal } = this.#begin(ms, Date.now(), control);
    try {
      return await ask(signal);
    } catch (error) {
      throw signal.aborted ? new Unreachable(false) : error;
    } finally {
      if (control === this.#control) this.#over();
    }
  }

  /** Done after `ms`, or when hurried. */
  pause(ms: number): Promise<void> {
    const { signal } = this.#begin(ms, 0);
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  }

  /** The answer has begun to come: on a slow link all of it may take its time. */
  began = (): void => {
    this.#unanswered = null;
  };

  /** Somebody waits: a pause is over, and what has not begun to answer has three seconds in all. */
  hurry(): void {
    const waiting = this.#unanswered;
    setTimeout(() => waiting === this.#unanswered && waiting?.abort(), Math.max(0, this.#since + PROBE_MS - Date.now()));
  }

  /** Gives up what is waited for. */
  end(): void {
    this.#control.abort();
  }

  #begin(ms: number, since: number, control = new AbortController()): AbortController {
    this.#over();
    this.#since = since;
    this.#control = this.#unanswered = control;
    this.#timer = setTimeout(() => control.abort(), ms);
    return control;
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#unanswered = null;
  }
}
