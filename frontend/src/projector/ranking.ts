import type { Column, State } from "../protocol/types";

/** A proposal in the result. `shared`: others have as many votes. */
export interface Row {
  id: string;
  title: string;
  number: number | null;
  column: Column | null;
  points: number;
  rank: number;
  shared: boolean;
}

/** Proposals by votes. Equal ones share a place (1, 2, 2, 4) in alphabetical order: a tie is never settled by itself. */
export function rankRows(state: State, language: string): Row[] {
  const order = new Intl.Collator(language, { numeric: true });
  const rows = proposals(state).sort((a, b) => b.points - a.points || order.compare(a.title, b.title));
  const points = rows.map((row) => row.points);
  return rows.map((row) => ({
    ...row,
    rank: points.indexOf(row.points) + 1,
    shared: points.indexOf(row.points) !== points.lastIndexOf(row.points),
  }));
}

function proposals(state: State): Omit<Row, "rank" | "shared">[] {
  const vote = state.activities.find((activity) => activity.id === state.workshop.vote_activity);
  const column = (id: string | null) => state.columns.find((one) => one.id === id) ?? null;
  if (vote?.settings.target === "clusters") {
    return state.clusters.map((cluster) => ({
      id: cluster.id,
      title: cluster.title,
      number: null,
      column: column(cluster.column),
      points: cluster.points ?? 0,
    }));
  }
  return state.ideas
    .filter((idea) => idea.status === "shown")
    .map((idea) => ({
      id: idea.id,
      title: idea.text,
      number: idea.number,
      column: column(idea.column),
      points: idea.points ?? 0,
    }));
}
