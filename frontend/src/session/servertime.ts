/** The server's time, from samples of it. The sample with the shortest way there and back is trusted. */
export class ServerTime {
  #offset = 0;
  #trip = Infinity;

  constructor(private readonly now: () => number = Date.now) {}

  /** `serverTime` was read at some moment between `sent` and `received`. */
  sample(serverTime: string, sent: number, received = this.now()): void {
    const trip = received - sent;
    if (trip > this.#trip) return;
    this.#trip = trip;
    this.#offset = Date.parse(serverTime) - (sent + received) / 2;
  }

  /** Old samples go stale when a device sleeps or its clock is set. */
  forget(): void {
    this.#trip = Infinity;
  }

  get offset(): number {
    return this.#offset;
  }

  /** What was known before, until there is a sample. */
  recall(offset: number): void {
    if (this.#trip === Infinity) this.#offset = offset;
  }

  read = (): number => this.now() + this.#offset;
}
