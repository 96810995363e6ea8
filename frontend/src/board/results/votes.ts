import type { Values } from "../../i18n/i18n.svelte";
import { modelIn, type Row, totalAnswers } from "../ranking";
import type { State } from "../types";

type Say = (key: "n_votes" | "n_answers" | "from_n_people", values: Values) => string;

/** «214 röster från 43 personer». From how many is left out where only some rows are shown: of those alone it is not known. */
export function votesSaid(t: Say, state: State, rows: Row[], filtered: boolean): string {
  const votes = t(modelIn(state) === "points" ? "n_votes" : "n_answers", { n: totalAnswers(rows) });
  return filtered ? votes : `${votes} ${t("from_n_people", { n: state.workshop.voted })}`;
}
