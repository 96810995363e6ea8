import type { Column, Idea, Order, State } from "./types";

/** What a dragged card is held over. */
export type Target = { kind: "group"; id: string } | { kind: "idea"; id: string } | { kind: "column"; id: string | null };

/** Where it lands, so that the card can say it before it is let go. */
export type Landing =
  | { kind: "group"; cluster: string; title: string; before: string | null }
  | { kind: "pair"; idea: Idea }
  | { kind: "loose"; column: Column | null };

/** Null where letting go changes nothing. */
export function landing(state: State, ids: string[], target: Target): Landing | null {
  const moved = state.ideas.filter((idea) => ids.includes(idea.id));
  if (moved.length === 0) return null;
  switch (target.kind) {
    case "group":
      return moved.every((idea) => idea.cluster === target.id) ? null : inGroup(state, target.id, null);
    case "idea":
      return ids.includes(target.id) ? null : onIdea(state, target.id);
    case "column": {
      if (moved.every((idea) => idea.cluster === null && idea.column === target.id)) return null;
      return { kind: "loose", column: state.columns.find((column) => column.id === target.id) ?? null };
    }
  }
}

function onIdea(state: State, id: string): Landing | null {
  const idea = state.ideas.find((one) => one.id === id);
  if (!idea) return null;
  return idea.cluster === null ? { kind: "pair", idea } : inGroup(state, idea.cluster, idea.id);
}

function inGroup(state: State, id: string, before: string | null): Landing | null {
  const cluster = state.clusters.find((one) => one.id === id);
  return cluster ? { kind: "group", cluster: id, title: cluster.title, before } : null;
}

/** The orders that put ideas where they land. A pair has none yet: its group needs a name first. */
export function ordersFor(state: State, ids: string[], to: Landing): Order[] {
  if (to.kind === "pair") return [];
  if (to.kind === "loose") {
    return ids.map((idea) => ({ name: "idea.move", args: { idea, column: to.column?.id ?? null, cluster: null } }));
  }
  return ids.map((idea) => intoGroup(state, idea, to.cluster, to.before));
}

/** The idea takes the group's column, so that what is counted under a column is what stands in it. */
function intoGroup(state: State, idea: string, cluster: string, before: string | null): Order {
  const column = state.clusters.find((one) => one.id === cluster)?.column ?? null;
  return { name: "idea.move", args: { idea, cluster, before, ...(column === null ? {} : { column }) } };
}

/** A new group stands in the column of the first of its ideas. */
export function newGroup(state: State, ids: string[], cluster: string, title: string): Order {
  const first = state.ideas.find((idea) => idea.id === ids[0]);
  return { name: "cluster.create", args: { cluster, title, column: first?.column ?? null, ideas: ids } };
}
