const SELDOM_MS = 4000;
const OFTEN_MS = 1000;
/** So many events not yet said are many: the server waits for no more than 256 KiB or 15 s. */
const MANY = 64;

/** Flow credit: tells the server how far this device is; every few seconds while little comes, once a second while much does. */
export class Credit {
  #said = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #often = false;

  /** `say` returns whether it could. */
  constructor(
    private readonly position: () => number,
    private readonly say: (seq: number) => boolean,
  ) {}

  /** Something came. */
  note(): void {
    const many = this.position() - this.#said >= MANY;
    if (this.#timer && (this.#often || !many)) return;
    clearTimeout(this.#timer);
    this.#often = many;
    this.#timer = setTimeout(() => this.#tell(), many ? OFTEN_MS : SELDOM_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    const seq = this.position();
    if (seq !== this.#said && this.say(seq)) this.#said = seq;
  }
}
