import type { Answers } from "../protocol/types";
import { filledClusters } from "../voting/filled";
import { answersIn, byMood, type Model, place } from "../voting/standing";
import type { Activity, Column, State } from "./types";

/** A proposal in the result. `shares` is how many stand on the same place, itself included. */
export interface Row {
  id: string;
  kind: "idea" | "cluster";
  title: string;
  number: number | null;
  column: Column | null;
  ideas: string[];
  author: string | null;
  points: number | null;
  answers: Answers | null;
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

export function modelIn(state: State): Model {
  return voteOf(state)?.settings.model ?? "points";
}

/**
 * Proposals, the best first by what the vote's model compares. Equal ones share a place (1, 2, 2, 4) in alphabetical order.
 * Cards stand by how the room agrees on them.
 */
export function rank(state: State, language: string): Row[] {
  const model = modelIn(state);
  const rows = place(model, voteOf(state)?.settings.target === "clusters" ? clusterRows(state) : ideaRows(state), language);
  return model === "agree" ? byMood(rows) : rows;
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
      author: idea.author,
      points: idea.points,
      answers: idea.answers ?? null,
      actions: actionsFrom(state, [idea.id]),
    }));
}

function clusterRows(state: State): Unranked[] {
  return filledClusters(state).map((cluster) => {
    const ideas = state.ideas.filter((idea) => idea.cluster === cluster.id).map((idea) => idea.id);
    return {
      id: cluster.id,
      kind: "cluster",
      title: cluster.title,
      number: null,
      column: columnOf(state, cluster.column),
      ideas,
      author: null,
      points: cluster.points,
      answers: cluster.answers ?? null,
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

/** Points given, or answers. */
export function totalAnswers(rows: Row[]): number {
  return rows.reduce((sum, row) => sum + answersIn(row), 0);
}
