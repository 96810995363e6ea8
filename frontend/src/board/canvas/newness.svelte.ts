import type { Board } from "../board.svelte";
import type { Idea } from "../types";

const NEW_MS = 6000;

/** Whether an idea came in just now: it is yellow while the step takes ideas, and then settles. */
export function isNew(board: Board, idea: Idea): boolean {
  if (board.activity?.kind !== "collect") return false;
  return board.ticker.time - Date.parse(idea.created_at) < NEW_MS;
}
