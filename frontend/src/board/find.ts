import type { Cluster, Idea, State } from "./types";

const plain = (text: string) => text.toLocaleLowerCase("sv").normalize("NFC");

/** Ideas by number ("14", "idé 14") or by words that all occur, in any order. A number that fits exactly comes first. */
export function findIdeas(ideas: Idea[], query: string): Idea[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
  const exact = ideas.filter((idea) => numbers.includes(idea.number) || idea.merged.some((number) => numbers.includes(number)));
  const said = ideas.filter((idea) => words.every((word) => plain([idea.text, ...idea.merged_texts].join(" ")).includes(word)));
  return [...new Set([...exact, ...said])];
}

/** Groups whose title holds the words; those of the idea's own column first. */
export function findGroups(state: State, query: string, column: string | null): Cluster[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = state.clusters.filter((cluster) => words.every((word) => plain(cluster.title).includes(word)));
  const near = (cluster: Cluster) => (cluster.column === column ? 0 : 1);
  return found.sort((a, b) => near(a) - near(b) || a.position - b.position);
}
