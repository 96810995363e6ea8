import type { Position, ServerFrame } from "../protocol/types";
import { askedBy, backoff } from "./backoff";
import { type Caller, Refused, Unreachable } from "./http";
import { Patience, PROBE_MS } from "./patience";
import { type Polled, pollEvents } from "./reads";

/** Together 25 s: a link that has been silent for longer is dead. */
const WAIT_S = 15;
const LATE_S = 10;

export interface PollHandlers {
  frame(frame: ServerFrame): void;
  answered(): void;
  failed(error: Unreachable): void;
  refused(error: Refused): void;
}

/** The long poll: the same frames as a socket gives, over plain HTTP. Runs until stopped. */
export class Poll {
  #stopped = false;
  #probing = false;
  #failures = 0;
  readonly #patience = new Patience();

  constructor(
    private readonly caller: Caller,
    private readonly position: () => Position,
    private readonly handlers: PollHandlers,
  ) {}

  get running(): boolean {
    return !this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#patience.end();
  }

  /** Asks at once whether anybody is there, and takes three seconds without an answer for a no. One that has begun is `cut` only where the device has lost its network. */
  probe(cut: boolean): void {
    // An earlier probe goes on.
    if (this.#probing) return;
    this.#probing = true;
    this.#failures = 0;
    this.#patience.hurry(0, cut);
  }

  async run(): Promise<void> {
    let waitS = 0;
    while (this.running) {
      try {
        const at = this.position();
        const body = await this.#ask(at, waitS);
        if (!this.running) return;
        // An answer about a database that has been replaced meanwhile says nothing of the present one.
        if (at.epoch === this.position().epoch) this.#deliver(body);
        waitS = WAIT_S;
        this.#failures = 0;
      } catch (error) {
        if (!this.running) return;
        waitS = 0;
        // Where a probe is due it was given up for that.
        if (!this.#probing || askedBy(error)) await this.#handle(error);
      }
    }
  }

  async #ask(at: Position, waitS: number): Promise<Polled> {
    const probing = this.#probing;
    const { began } = this.#patience;
    const [wait, ms] = probing ? [0, PROBE_MS] : [waitS, (waitS + LATE_S) * 1000];
    try {
      return await this.#patience.answer(ms, (signal) => pollEvents(this.caller, at, wait, signal, began));
    } finally {
      if (probing) this.#probing = false;
    }
  }

  #deliver(body: Polled): void {
    this.handlers.answered();
    this.handlers.frame({ ...body, type: "events" });
    if (body.you) this.handlers.frame({ ...body.you, type: "you" });
    if (body.online !== undefined) this.handlers.frame({ type: "online", count: body.online });
    if (body.fair) this.handlers.frame({ ...body.fair, type: "fair" });
    if (body.hands) this.handlers.frame({ ...body.hands, type: "hands" });
  }

  async #handle(error: unknown): Promise<void> {
    if (error instanceof Refused && error.status === 409) this.handlers.frame({ type: "resync", reason: error.code });
    else if (error instanceof Refused) this.handlers.refused(error);
    else if (error instanceof Unreachable) this.handlers.failed(error);
    else throw error;
    this.#failures += 1;
    await this.#patience.pause(askedBy(error), backoff(this.#failures) + 200);
  }
}
