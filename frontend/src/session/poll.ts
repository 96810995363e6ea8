import type { Position, ServerFrame } from "../protocol/types";
import { restAfter } from "./backoff";
import { type Caller, Refused, Unreachable } from "./http";
import { type Polled, pollEvents } from "./reads";

const WAIT_S = 25;
/** An answer that is later than this does not come: a browser may wait for minutes on a network that has gone. */
const LATE_S = 15;

export interface PollHandlers {
  frame(frame: ServerFrame): void;
  answered(): void;
  failed(error: Unreachable): void;
  refused(error: Refused): void;
}

/** The long poll: the same frames as a socket gives, over plain HTTP. Runs until stopped. */
export class Poll {
  #stopped = false;
  #call = new AbortController();

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
    this.#call.abort();
  }

  async run(): Promise<void> {
    let failures = 0;
    let waitS = 0;
    while (this.running) {
      try {
        const at = this.position();
        const body = await this.#ask(at, waitS);
        // An answer about a database that has been replaced meanwhile says nothing of the present one.
        if (at.epoch === this.position().epoch) this.#deliver(body);
        waitS = WAIT_S;
        failures = 0;
      } catch (error) {
        if (!this.running) return;
        waitS = 0;
        await this.#handle(error, failures++);
      }
    }
  }

  async #ask(at: Position, waitS: number): Promise<Polled> {
    const { signal } = (this.#call = new AbortController());
    const late = setTimeout(() => this.#call.abort(), (waitS + LATE_S) * 1000);
    try {
      return await pollEvents(this.caller, at, waitS, signal);
    } catch (error) {
      throw signal.aborted ? new Unreachable(false) : error;
    } finally {
      clearTimeout(late);
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

  async #handle(error: unknown, failures: number): Promise<void> {
    if (error instanceof Refused && error.status === 409) this.handlers.frame({ type: "resync", reason: error.code });
    else if (error instanceof Refused) this.handlers.refused(error);
    else if (error instanceof Unreachable) this.handlers.failed(error);
    else throw error;
    await pause(restAfter(error, failures + 1) + 200, this.#call.signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
