import type { Answers, Column, Idea, State } from "../protocol/types";
import { filledClusters } from "../voting/filled";
import { isAnswered, type Model, place } from "../voting/standing";

/** A proposal in the result. `shared`: others have as many votes. */
export interface Row {
  id: string;
  title: string;
  number: number | null;
  column: Column | null;
  author: string | null;
  points: number;
  answers: Answers | null;
  rank: number;
  shared: boolean;
}

export function modelOf(state: State): Model {
  return state.activities.find((activity) => activity.id === state.workshop.vote_activity)?.settings.model ?? "points";
}

/** Proposals that can be told, best first. Equal ones share a place (1, 2, 2, 4) in alphabetical order: a tie is never settled by itself. */
export function rankRows(state: State, language: string): Row[] {
  const model = modelOf(state);
  const rows = proposals(state).filter((row) => model === "points" || isAnswered(model, row));
  return place(model, rows, language).map(({ shares, ...row }) => ({ ...row, shared: shares > 1 }));
}

/** The group that an idea was voted on in, with its place once the room sees the result; null where ideas were voted on. */
export function groupOf(state: State, idea: Idea, language: string): { title: string; row: Row | null } | null {
  const { vote_activity, totals } = state.workshop;
  const vote = state.activities.find((activity) => activity.id === vote_activity);
  const group = vote?.settings.target === "clusters" && state.clusters.find(({ id }) => id === idea.cluster);
  if (!group) return null;
  const row = totals === "shown" ? rankRows(state, language).find(({ id, answers, points }) => id === group.id && isAnswered(modelOf(state), { answers, points })) : null;
  return { title: group.title, row: row ?? null };
}

function proposals(state: State): Omit<Row, "rank" | "shared">[] {
  const vote = state.activities.find((activity) => activity.id === state.workshop.vote_activity);
  const column = (id: string | null) => state.columns.find((one) => one.id === id) ?? null;
  if (vote?.settings.target === "clusters") {
    return filledClusters(state).map((cluster) => ({
      id: cluster.id,
      title: cluster.title,
      number: null,
      column: column(cluster.column),
      author: null,
      points: cluster.points ?? 0,
      answers: cluster.answers ?? null,
    }));
  }
  return state.ideas
    .filter((idea) => idea.status === "shown")
    .map((idea) => ({
      id: idea.id,
      title: idea.text,
      number: idea.number,
      column: column(idea.column),
      author: idea.author,
      points: idea.points ?? 0,
      answers: idea.answers ?? null,
    }));
}
