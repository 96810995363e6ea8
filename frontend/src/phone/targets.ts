import type { Activity, Cluster, Column, Idea, State } from "../protocol/types";

/** Something that can be voted on. */
export interface Target {
  id: string;
  title: string;
  number: number | null;
  column: Column | null;
  ideas: Idea[];
  points: number | null;
}

function columnOf(state: State, id: string | null): Column | null {
  return state.columns.find((column) => column.id === id) ?? null;
}

function fromCluster(state: State, cluster: Cluster): Target {
  const ideas = state.ideas.filter((idea) => idea.cluster === cluster.id && idea.status === "shown");
  const { id, title, points } = cluster;
  return { id, title, number: null, column: columnOf(state, cluster.column), ideas, points };
}

function fromIdea(state: State, idea: Idea): Target {
  const { id, text, number, points } = idea;
  return { id, title: text, number, column: columnOf(state, idea.column), ideas: [idea], points };
}

/** What a vote is about: groups or ideas, as the activity says. */
export function targetsOf(state: State, activity: Activity | null): Target[] {
  if (activity?.settings.target === "clusters") return state.clusters.map((cluster) => fromCluster(state, cluster));
  return state.ideas.filter(({ status }) => status === "shown").map((idea) => fromIdea(state, idea));
}

/** The activity whose votes count: the current one, or the latest there was. */
export function voteActivity(state: State): Activity | null {
  const id = state.workshop.vote_activity;
  return state.activities.find((activity) => activity.id === id) ?? state.activities.findLast(({ kind }) => kind === "vote") ?? null;
}

export type Ranked = Target & { rank: number; points: number };

/** Targets with points, most first; equal points share a rank, in the order of the alphabet. */
export function ranked(targets: Target[]): Ranked[] {
  const scored = targets.filter((target): target is Target & { points: number } => (target.points ?? 0) > 0);
  const sorted = scored.sort((a, b) => b.points - a.points || a.title.localeCompare(b.title, "sv"));
  return sorted.map((target) => ({ ...target, rank: sorted.findIndex(({ points }) => points === target.points) + 1 }));
}
