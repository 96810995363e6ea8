import type { State } from "../../protocol/types";
import { type Ranked, ranked, targetsOf, voteActivity } from "../targets";

const MOVED_ON = 3;

export interface Result {
  top: Ranked[];
  /** Points given in all, as far as they are shown. */
  votes: number;
  ideas: number;
  /** Own ideas that stand in what moved on, best first, with the rank of where they stand. */
  won: { number: number; rank: number }[];
  own: number;
}

/** What came out of the meeting, and what became of one's own ideas. */
export function resultOf(state: State): Result {
  const all = state.workshop.totals === "shown" ? ranked(targetsOf(state, voteActivity(state))) : [];
  const top = all.filter(({ rank }) => rank <= MOVED_ON);
  const own = new Set(state.me?.own);
  const won = top.flatMap(({ ideas, rank }) => ideas.filter(({ id }) => own.has(id)).map(({ number }) => ({ number, rank })));
  const shown = state.ideas.filter(({ status }) => status === "shown");
  return {
    top,
    votes: all.reduce((sum, { points }) => sum + points, 0),
    ideas: shown.reduce((sum, { merged }) => sum + 1 + merged.length, 0),
    won,
    own: own.size,
  };
}
