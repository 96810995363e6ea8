import type { Language } from "../i18n/i18n.svelte";
import type { State } from "../protocol/types";
import { ideasGiven } from "../voting/given";
import { answersIn } from "../voting/standing";
import { modelOf, rankRows } from "./ranking";
import { shownIdeas } from "./scene";
import type { Key } from "./words";

export interface Figure {
  key: Key;
  n: number;
}

/** What came out of the meeting in numbers; what there is none of is not told. */
export function figuresOf(state: State, language: Language): Figure[] {
  const rows = state.workshop.totals === "shown" ? rankRows(state, language) : [];
  const figures: Figure[] = [
    { key: "thanks_ideas", n: ideasGiven(shownIdeas(state)) },
    { key: "thanks_groups", n: state.clusters.length },
    { key: modelOf(state) === "points" ? "thanks_votes" : "thanks_answers", n: rows.reduce((sum, row) => sum + answersIn(row), 0) },
    { key: "thanks_actions", n: state.actions.filter((action) => action.status !== "dropped").length },
  ];
  return figures.filter(({ n }) => n > 0);
}
