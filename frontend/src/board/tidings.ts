import type { Board } from "./board.svelte";
import { suggested, waiting } from "./queue";

const SELDOM_MS = 20_000;

/** Says a number, when it is larger than last time and at most once every 20 s. */
class Growing {
  #last = 0;
  #said = 0;

  tell(n: number, say: () => void): (() => void) | undefined {
    if (n === 0) this.#said = 0;
    if (n <= this.#said) return undefined;
    const timer = setTimeout(() => {
      this.#last = Date.now();
      this.#said = n;
      say();
    }, Math.max(0, this.#last + SELDOM_MS - Date.now()));
    return () => clearTimeout(timer);
  }
}

const queue = new Growing();
const room = new Growing();

/** Says how many ideas wait for review. */
export function announceQueue(board: Board): (() => void) | undefined {
  const n = board.state ? waiting(board.state).length : 0;
  return queue.tell(n, () => board.announcer.say(board.t("n_wait", { n })));
}

/** Says how many suggested actions wait for a decision. */
export function announceSuggestions(board: Board): (() => void) | undefined {
  const n = board.state ? suggested(board.state).length : 0;
  return room.tell(n, () => board.announcer.say(board.t("n_suggested", { n })));
}
