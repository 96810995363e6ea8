import type { Board } from "./board.svelte";
import { waiting } from "./queue";

const SELDOM_MS = 20_000;
let last = 0;
let said = 0;

/** Says how many ideas wait for review, when there are more than last time and at most once every 20 s. */
export function announceQueue(board: Board): (() => void) | undefined {
  const n = board.state ? waiting(board.state).length : 0;
  if (n === 0) said = 0;
  if (n <= said) return undefined;
  const timer = setTimeout(() => {
    last = Date.now();
    said = n;
    board.announcer.say(board.t("n_wait", { n }));
  }, Math.max(0, last + SELDOM_MS - Date.now()));
  return () => clearTimeout(timer);
}
