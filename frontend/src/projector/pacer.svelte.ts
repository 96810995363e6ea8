/** At most one change in this time, however fast ideas come: a room needs it to read. */
export const CHANGE_MS = 2500;

/** Lets a value through at once when the last change was long ago, else the latest one when its turn comes. */
export class Pacer<T> {
  value: T = $state.raw() as T;
  #latest: T;
  #changedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    first: T,
    private readonly same: (a: T, b: T) => boolean,
  ) {
    this.value = first;
    this.#latest = first;
  }

  offer(value: T): void {
    this.#latest = value;
    if (this.#timer !== undefined || this.same(value, this.value)) return;
    const wait = this.#changedAt + CHANGE_MS - performance.now();
    if (wait <= 0) return this.#change();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.same(this.#latest, this.value)) this.#change();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #change(): void {
    this.value = this.#latest;
    this.#changedAt = performance.now();
  }
}
