import type { State } from "../../protocol/types";
import type { Model } from "../../voting/standing";
import { ideasGiven } from "../../voting/given";
import { answersIn } from "../../voting/standing";
import { ownNumbers } from "../mine";
import { modelOf, type Ranked, ranked, targetsOf, voteActivity } from "../targets";

const MOVED_ON = 3;

export interface Result {
  model: Model;
  top: Ranked[];
  /** Points or answers given in all, as far as they are shown. */
  votes: number;
  ideas: number;
  /** How many took part; 0 while that is not settled. */
  people: number;
  /** Own ideas that stand in what moved on, best first, with the rank of where they stand. */
  won: { number: number; rank: number }[];
  /** Own ideas that the summary holds: not what was hidden, or never shown. */
  own: number;
}

/** What came out of the meeting, and what became of one's own ideas. */
export function resultOf(state: State): Result {
  const vote = voteActivity(state);
  const all = state.workshop.totals === "shown" ? ranked(targetsOf(state, vote), vote) : [];
  // What more are against than for does not move on, however few there were.
  const top = all.filter(({ rank, points }) => rank <= MOVED_ON && (points ?? 0) > 0);
  const own = new Set(state.me?.own);
  const won = top.flatMap(({ ideas, rank }) => ideas.flatMap((idea) => ownNumbers(idea, own)).map((number) => ({ number, rank })));
  const shown = state.ideas.filter(({ status }) => status === "shown");
  const held = new Set(shown.flatMap(({ id, merged_ids }) => [id, ...merged_ids]));
  return {
    model: modelOf(vote),
    top,
    votes: all.reduce((sum, target) => sum + answersIn(target), 0),
    ideas: ideasGiven(shown),
    people: state.workshop.took_part ?? 0,
    won,
    own: [...own].filter((id) => held.has(id)).length,
  };
}
