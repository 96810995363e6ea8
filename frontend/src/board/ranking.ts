import type { Activity, Column, State } from "./types";

/** A proposal in the result. `shares` is how many stand on the same place, itself included. */
export interface Row {
  id: string;
  kind: "idea" | "cluster";
  title: string;
  number: number | null;
  column: Column | null;
  ideas: string[];
  points: number | null;
  rank: number;
  shares: number;
  actions: number;
}

type Unranked = Omit<Row, "rank" | "shares">;

/** The vote whose result is shown: the one going on or held last, else the first that is planned. */
export function voteOf(state: State): Activity | null {
  const votes = state.activities.filter((activity) => activity.kind === "vote");
  return votes.find((vote) => vote.id === state.workshop.vote_activity) ?? votes[0] ?? null;
}

/**
 * Proposals in order of points. Equal points share a place (1, 2, 2, 4) and stand in alphabetical order: a tie is never
 * settled by itself.
 */
export function rank(state: State, language: string): Row[] {
  const rows = voteOf(state)?.settings.target === "clusters" ? clusterRows(state) : ideaRows(state);
  const order = new Intl.Collator(language, { numeric: true });
  rows.sort((a, b) => (b.points ?? 0) - (a.points ?? 0) || order.compare(a.title, b.title));
  const points = rows.map((row) => row.points ?? 0);
  return rows.map((row) => ({
    ...row,
    rank: points.indexOf(row.points ?? 0) + 1,
    shares: points.filter((other) => other === (row.points ?? 0)).length,
  }));
}

function ideaRows(state: State): Unranked[] {
  return state.ideas
    .filter((idea) => idea.status === "shown")
    .map((idea) => ({
      id: idea.id,
      kind: "idea",
      title: idea.text,
      number: idea.number,
      column: columnOf(state, idea.column),
      ideas: [idea.id],
      points: idea.points,
      actions: actionsFrom(state, [idea.id]),
    }));
}

function clusterRows(state: State): Unranked[] {
  return state.clusters.map((cluster) => {
    const ideas = state.ideas.filter((idea) => idea.cluster === cluster.id).map((idea) => idea.id);
    return {
      id: cluster.id,
      kind: "cluster",
      title: cluster.title,
      number: null,
      column: columnOf(state, cluster.column),
      ideas,
      points: cluster.points,
      actions: actionsFrom(state, ideas),
    };
  });
}

function columnOf(state: State, id: string | null): Column | null {
  return state.columns.find((column) => column.id === id) ?? null;
}

function actionsFrom(state: State, ideas: string[]): number {
  return state.actions.filter((action) => action.status !== "dropped" && action.ideas.some((id) => ideas.includes(id))).length;
}

export function totalPoints(rows: Row[]): number {
  return rows.reduce((sum, row) => sum + (row.points ?? 0), 0);
}
