import type { Activity, Answers, Cluster, Column, Idea, State } from "../protocol/types";
import { filledClusters } from "../voting/filled";
import { byMood, isAnswered, type Model, place, type Placed } from "../voting/standing";

/** Something that can be voted on. */
export interface Target {
  id: string;
  title: string;
  number: number | null;
  column: Column | null;
  ideas: Idea[];
  points: number | null;
  answers: Answers | null;
}

function columnOf(state: State, id: string | null): Column | null {
  return state.columns.find((column) => column.id === id) ?? null;
}

function fromCluster(state: State, cluster: Cluster): Target {
  const ideas = state.ideas.filter((idea) => idea.cluster === cluster.id && idea.status === "shown");
  const { id, title, points, answers = null } = cluster;
  return { id, title, number: null, column: columnOf(state, cluster.column), ideas, points, answers };
}

function fromIdea(state: State, idea: Idea): Target {
  const { id, text, number, points, answers = null } = idea;
  return { id, title: text, number, column: columnOf(state, idea.column), ideas: [idea], points, answers };
}

/** What a vote is about: groups with ideas in them, or ideas, as the activity says. */
export function targetsOf(state: State, activity: Activity | null): Target[] {
  if (activity?.settings.target === "clusters") return filledClusters(state).map((cluster) => fromCluster(state, cluster));
  return state.ideas.filter(({ status }) => status === "shown").map((idea) => fromIdea(state, idea));
}

/** The activity whose votes count: the current one, or the latest there was. */
export function voteActivity(state: State): Activity | null {
  const id = state.workshop.vote_activity;
  return state.activities.find((activity) => activity.id === id) ?? state.activities.findLast(({ kind }) => kind === "vote") ?? null;
}

export type Ranked = Target & Placed;

/** Targets that somebody has voted for or answered, best first; cards as the room agrees on them. */
export function ranked(targets: Target[], vote: Activity | null, language = "sv"): Ranked[] {
  const model = modelOf(vote);
  const rows = place(model, targets.filter((target) => isAnswered(model, target)), language);
  return model === "agree" ? byMood(rows) : rows;
}

export function modelOf(vote: Activity | null): Model {
  return vote?.settings.model ?? "points";
}
