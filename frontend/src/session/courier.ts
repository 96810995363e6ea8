import type { Command } from "../protocol/types";
import type { Entry } from "./store";

const MOST_BYTES = 15_000;
/** In one frame or call. */
export const MOST_COMMANDS = 50;
/** Below what the server takes from one participant: 20 a second in bursts of 60. */
const PER_SECOND = 15;
const BURST = 40;

/** Decides which waiting commands may leave now: in order, within a frame's size and the rate that the server takes. */
export class Courier {
  #flying = new Set<string>();
  /** Has left at least once, and is not decided as far as is known here. */
  #gone = new Set<string>();
  #tokens = BURST;
  #filled: number;
  #restUntil = 0;

  /** `about`: what a command sets, where a later one about the same stands for it. */
  constructor(
    private readonly now: () => number = Date.now,
    private readonly about: (command: Command) => string | undefined = () => undefined,
  ) {
    this.#filled = now();
  }

  /** Forgets what was on its way: the link broke, so it is sent again. */
  grounded(): void {
    this.#flying.clear();
  }

  landed(ids: string[]): void {
    for (const id of ids) {
      this.#flying.delete(id);
      this.#gone.delete(id);
    }
  }

  /** Whether it may have reached the server. */
  hasLeft(id: string): boolean {
    return this.#gone.has(id);
  }

  /** The server said that it goes too fast: nothing leaves for `ms`, so that what follows does not overtake what was sent back. */
  rest(ms: number): void {
    this.#restUntil = this.now() + ms;
  }

  get idle(): boolean {
    return this.#flying.size === 0;
  }

  /** The next batch of at most `most`, which then counts as on its way. Empty when there is nothing, or it has to wait. */
  take(waiting: Entry[], most: number = MOST_COMMANDS): Command[] {
    if (this.now() < this.#restUntil) return [];
    this.#fill();
    const batch: Command[] = [];
    const fresh = new Set<string>();
    let bytes = 0;
    for (const entry of waiting) {
      const { command: written, made } = entry;
      // What is done to an idea or a suggestion waits for the answer about it: sent back as too fast, that would come after it.
      if (written.name === "idea.capture" || written.name === "action.suggest") fresh.add(subjectOf(written));
      else if (fresh.has(subjectOf(written))) break;
      if (this.#flying.has(written.id) || this.#isOvertaken(entry, waiting)) continue;
      const command = { ...written, made: new Date(made).toISOString() };
      bytes += new TextEncoder().encode(JSON.stringify(command)).length + 1;
      if (batch.length >= most || this.#tokens < 1 || (batch.length > 0 && bytes > MOST_BYTES)) break;
      this.#tokens -= 1;
      batch.push(command);
    }
    for (const { id } of batch) {
      this.#flying.add(id);
      this.#gone.add(id);
    }
    return batch;
  }

  /** It came to light after a later one about the same had left, and would undo that: it waits for what becomes of it. */
  #isOvertaken({ n, command }: Entry, waiting: Entry[]): boolean {
    const about = this.#gone.has(command.id) ? undefined : this.about(command);
    if (about === undefined) return false;
    return waiting.some(({ n: place, command: other }) => place > n && this.#gone.has(other.id) && this.about(other) === about);
  }

  #fill(): void {
    const now = this.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filled) / 1000) * PER_SECOND);
    this.#filled = now;
  }
}

/** The idea or suggestion that a command is about, if any. */
function subjectOf({ args }: Command): string {
  return ("idea" in args && args.idea) || ("suggestion" in args && args.suggestion) || "";
}
