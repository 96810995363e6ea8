import { inOrder } from "./order";
import type { ActivityKind, Cluster, Column, Idea, State } from "./types";

export interface GroupView {
  cluster: Cluster;
  ideas: Idea[];
}

/** One column as it is drawn. `column` is null for what has no column of its own. */
export interface ColumnView {
  key: string;
  column: Column | null;
  count: number;
  groups: GroupView[];
  loose: Idea[];
}

export const NO_COLUMN = "none";
const MOST_IN_GROUP = 5;
const MOST_LOOSE = 8;

const byPosition = (a: Idea, b: Idea) => a.position - b.position || a.number - b.number;
const newestFirst = (a: Idea, b: Idea) => b.number - a.number;

export function isOnBoard(idea: Idea): boolean {
  return idea.status === "shown";
}

/** The canvas, column by column. While ideas come in the newest stands first, afterwards everything keeps its place. */
export function layOut(state: State, kind: ActivityKind | null): ColumnView[] {
  const ideas = state.ideas.filter(isOnBoard).sort(kind === "collect" ? newestFirst : byPosition);
  const clusters = inOrder(state.clusters);
  const known = new Set(clusters.map((cluster) => cluster.id));
  const columns: (Column | null)[] = inOrder(state.columns);
  const views = [...columns, null].map((column): ColumnView => {
    const id = column?.id ?? null;
    const groups = clusters
      .filter((cluster) => cluster.column === id)
      .map((cluster) => ({ cluster, ideas: ideas.filter((idea) => idea.cluster === cluster.id) }));
    const loose = ideas.filter((idea) => idea.column === id && !(idea.cluster && known.has(idea.cluster)));
    const count = loose.length + groups.reduce((sum, group) => sum + group.ideas.length, 0);
    return { key: id ?? NO_COLUMN, column, count, groups, loose };
  });
  return views.filter((view) => view.column !== null || view.count > 0 || view.groups.length > 0 || columns.length === 0);
}

/** What a list shows before "show more". One more than the most is shown rather than hidden behind a button. */
export function firstOf(list: Idea[], kind: "group" | "loose", open: boolean): Idea[] {
  const most = kind === "group" ? MOST_IN_GROUP : MOST_LOOSE;
  return open || list.length <= most + 1 ? list : list.slice(0, most);
}

/** Where focus can stand in a column, from top to bottom. */
export function stops(view: ColumnView, isOpen: (list: string) => boolean): string[] {
  const groups = view.groups.flatMap(({ cluster, ideas }) => [
    groupStop(cluster.id),
    ...listStops(ideas, "group", cluster.id, isOpen(cluster.id)),
  ]);
  return [...groups, ...listStops(view.loose, "loose", view.key, isOpen(view.key))];
}

function listStops(ideas: Idea[], kind: "group" | "loose", list: string, open: boolean): string[] {
  const shown = firstOf(ideas, kind, open);
  const more = shown.length < ideas.length || (open && firstOf(ideas, kind, false).length < ideas.length);
  return [...shown.map((idea) => ideaStop(idea.id)), ...(more ? [moreStop(list)] : [])];
}

export const ideaStop = (id: string) => `idea:${id}`;
export const groupStop = (id: string) => `group:${id}`;
export const moreStop = (list: string) => `more:${list}`;

/** The idea that a stop stands for, if it is one. */
export function ideaAt(stop: string | null): string | null {
  return stop?.startsWith("idea:") ? stop.slice(5) : null;
}

/** The list that an idea stands in: its cluster, or the loose ideas of its column. */
export function listOf(state: State, idea: Idea): string {
  const cluster = state.clusters.find((one) => one.id === idea.cluster);
  return cluster?.id ?? idea.column ?? NO_COLUMN;
}
