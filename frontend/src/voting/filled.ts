import type { State } from "../protocol/types";

/** The groups that are voted on and ranked: those in which the room sees an idea. */
export function filledClusters({ clusters, ideas }: Pick<State, "clusters" | "ideas">): State["clusters"] {
  const filled = new Set(ideas.filter(({ status, room }) => status === "shown" && room).map(({ cluster }) => cluster));
  return clusters.filter(({ id }) => filled.has(id));
}
