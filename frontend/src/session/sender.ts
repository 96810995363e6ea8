import type { Command, Result } from "../protocol/types";
import { askedBy, backoff } from "./backoff";
import { Courier, MOST_COMMANDS } from "./courier";
import { type Caller, Refused, Unreachable } from "./http";
import type { Link } from "./link";
import { Patience } from "./patience";
import type { Entry } from "./store";
import { postCommands } from "./writes";

const ACK_MS = 12_000;
const POST_MS = 30_000;
/** What may be answered otherwise another time, of what says no to a call as a whole. */
const PASSING = new Set([408, 409, 425, 429]);
/** The server lets one more idea through in this time. */
const TOO_FAST_MS = 6000;

export interface SenderHandlers {
  /** What may leave from here, in order. */
  waiting(): Entry[];
  /** What a command sets, where a later one about the same stands for it. */
  about(command: Command): string | undefined;
  /** The server has decided these. `restMs`: how long it takes nothing after that. */
  decided(results: Result[], restMs: number): Promise<void>;
  /** It says that it can save nothing just now. */
  unsaved(): void;
}

/** Sends what waits in order, through the socket or by calls, and again until it is answered. */
export class Sender {
  readonly #courier: Courier;
  readonly #patience = new Patience();
  #sentAt = 0;
  #posting = false;
  /** How many in a row could not be posted, until when the server asked to wait, and when the next may be (ms). */
  #failedPosts = 0;
  #askedUntil = 0;
  #postAfter = 0;
  /** How commands left at last. */
  #way: Link["way"] = null;
  /** Something that waits closed the socket. A call is answered with what is wrong, so what waits is posted until nothing does. */
  #spurned = false;
  /** How many commands a call may hold: fewer after one that was refused as a whole. */
  #mostPosted = MOST_COMMANDS;

  constructor(
    private readonly caller: Caller,
    private readonly link: Link,
    private readonly handlers: SenderHandlers,
  ) {
    this.#courier = new Courier(Date.now, handlers.about);
  }

  /** Whether it may have reached the server. */
  hasLeft(id: string): boolean {
    return this.#courier.hasLeft(id);
  }

  /** What was on its way is sent again: the link is another. */
  grounded(): void {
    this.#courier.grounded();
  }

  /** The socket was closed for what it sent. */
  spurned(): void {
    this.#spurned ||= !this.#courier.idle;
  }

  /** Somebody waits. */
  hurry(): void {
    this.#postAfter = this.#askedUntil;
    this.#failedPosts = 0;
    this.#patience.hurry();
  }

  /** To be called now and then: what got no answer is sent again, and what had to wait may leave. */
  look(): void {
    if (!this.#courier.idle && !this.#posting && Date.now() - this.#sentAt > ACK_MS) this.#courier.grounded();
    this.transmit();
  }

  transmit(): void {
    const waiting = this.handlers.waiting();
    if (waiting.length === 0) {
      this.#spurned = false;
      return;
    }
    const { way } = this.link;
    // What is still on the other way is sent again, so that nothing overtakes it.
    if (way !== this.#way) this.#courier.grounded();
    this.#way = way;
    if (way === "http" || (way && this.#spurned)) return void this.#post(waiting);
    if (way !== "socket") return;
    // What was decided meanwhile waits no more.
    const next = () => this.#courier.take(this.handlers.waiting());
    for (let batch = next(); batch.length; batch = next()) {
      this.#sentAt = Date.now();
      this.link.send({ type: "push", commands: batch, language: this.caller.language?.() ?? null });
    }
  }

  async answered(results: Result[]): Promise<void> {
    this.#courier.landed(results.map((result) => result.id));
    // Not decided: what was sent too fast stays in its place and goes again.
    const decided = results.filter(({ code }) => code !== "too_fast");
    const restMs = decided.length < results.length ? TOO_FAST_MS : 0;
    if (restMs) this.#courier.rest(restMs);
    await this.handlers.decided(decided, restMs);
  }

  async #post(waiting: Entry[]): Promise<void> {
    const batch = this.#posting || Date.now() < this.#postAfter ? [] : this.#courier.take(waiting, this.#mostPosted);
    if (batch.length === 0) return;
    this.#sentAt = Date.now();
    this.#posting = true;
    const { began } = this.#patience;
    try {
      await this.answered(await this.#patience.answer(POST_MS, (signal) => postCommands(this.caller, batch, signal, began)));
      this.#failedPosts = 0;
      this.#mostPosted = Math.min(MOST_COMMANDS, this.#mostPosted * 2);
    } catch (error) {
      this.#courier.grounded();
      await this.#notPosted(error, batch);
    } finally {
      this.#posting = false;
    }
  }

  /** Nothing of it is decided, so it stays in the outbox; but where the answer would be the same again, that is the decision. */
  async #notPosted(error: unknown, batch: Command[]): Promise<void> {
    if (error instanceof Unreachable) this.link.doubt(error);
    if (error instanceof Refused) {
      if (error.code === "unavailable") this.handlers.unsaved();
      if (this.link.refused(error)) return;
      if (error.status < 500 && !PASSING.has(error.status)) {
        // Which one is at fault is seen from fewer at a time.
        if (batch.length === 1) return this.answered([{ id: batch[0]!.id, ok: false, code: "invalid", detail: error.detail }]);
        this.#mostPosted = Math.ceil(batch.length / 2);
        return;
      }
    }
    this.#askedUntil = Date.now() + askedBy(error);
    this.#postAfter = this.#askedUntil + backoff(this.#failedPosts++);
  }
}
