import type { Command } from "../protocol/types";
import type { Entry } from "./store";

const MOST_BYTES = 15_000;
const MOST_COMMANDS = 50;
/** Below what the server takes from one participant: 20 a second in bursts of 60. */
const PER_SECOND = 15;
const BURST = 40;

/** Decides which waiting commands may leave now: in order, within a frame's size and the rate that the server takes. */
export class Courier {
  #flying = new Set<string>();
  #tokens = BURST;
  #filled: number;

  constructor(private readonly now: () => number = Date.now) {
    this.#filled = now();
  }

  /** Forgets what was on its way: the link broke, so it is sent again. */
  grounded(): void {
    this.#flying.clear();
  }

  landed(ids: string[]): void {
    for (const id of ids) this.#flying.delete(id);
  }

  get idle(): boolean {
    return this.#flying.size === 0;
  }

  /** The next batch, which then counts as on its way. Empty when there is nothing, or it has to wait. */
  take(waiting: Entry[]): Command[] {
    this.#fill();
    const batch: Command[] = [];
    let bytes = 0;
    for (const { command } of waiting) {
      if (this.#flying.has(command.id)) continue;
      bytes += new TextEncoder().encode(JSON.stringify(command)).length + 1;
      if (batch.length >= MOST_COMMANDS || this.#tokens < 1 || (batch.length > 0 && bytes > MOST_BYTES)) break;
      this.#tokens -= 1;
      batch.push(command);
    }
    for (const command of batch) this.#flying.add(command.id);
    return batch;
  }

  #fill(): void {
    const now = this.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filled) / 1000) * PER_SECOND);
    this.#filled = now;
  }
}
