import { ideaStop } from "../layout";
import type { Row } from "../ranking";
import type { Idea, State } from "../types";

export const rowStop = (id: string) => `row:${id}`;

/** The ideas a proposal is made of, in the order of the canvas. None for a proposal that is an idea. */
export function ideasIn(state: State, row: Row): Idea[] {
  if (row.kind === "idea") return [];
  return state.ideas
    .filter((idea) => row.ideas.includes(idea.id) && idea.status === "shown")
    .sort((a, b) => a.position - b.position || a.number - b.number);
}

/** Whether a row is the one picked: focus is on it or on an idea in it. */
export function isPicked(row: Row, at: string | null): boolean {
  return at === rowStop(row.id) || (row.kind === "cluster" && row.ideas.some((id) => at === ideaStop(id)));
}

/** Rows from top to bottom; the picked one opens and its ideas follow it. */
export function rowStops(rows: Row[], state: State, at: string | null): string[] {
  return rows.flatMap((row) => [
    rowStop(row.id),
    ...(isPicked(row, at) ? ideasIn(state, row).map((idea) => ideaStop(idea.id)) : []),
  ]);
}
