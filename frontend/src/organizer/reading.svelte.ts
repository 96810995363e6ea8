import { Refused } from "../session/http";

/** What a page reads from the server. Tells apart what is being read, what has come, however empty, and what could not be read. */
export class Reading<T> {
  /** Null until it has come; after that the latest that came. */
  value: T | null = $state.raw(null);
  isBusy = $state(false);
  #error: unknown = $state.raw(null);
  #turn = 0;

  /** `told`: who finds the words for what went wrong. */
  constructor(
    private readonly work: () => Promise<T>,
    private readonly told: { why(error: unknown): string },
  ) {}

  /** Why it could not be read the last time, in words; empty when it could. */
  get failed(): string {
    return this.#error === null ? "" : this.told.why(this.#error);
  }

  /** The server answered, and said no. */
  get isRefused(): boolean {
    return this.#error instanceof Refused;
  }

  /** Reads it, or reads it again. Once it has been asked for anew, an earlier answer no longer counts. */
  async read(): Promise<void> {
    const turn = ++this.#turn;
    this.isBusy = true;
    try {
      const value = await this.work();
      if (turn !== this.#turn) return;
      this.value = value;
      this.#error = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#error = error;
    }
    this.isBusy = false;
  }

  /** Takes what another call answered: what is being read meanwhile is older. */
  take(value: T): void {
    this.#turn += 1;
    this.value = value;
    this.#error = null;
    this.isBusy = false;
  }

  /** Reads something else in its place: what is here is of another. */
  readAnew(): Promise<void> {
    this.value = null;
    this.#error = null;
    return this.read();
  }
}
