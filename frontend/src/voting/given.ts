import type { Idea } from "../protocol/types";

/** How many ideas people gave, by those that are shown: one that was merged with another is still one that somebody gave. */
export function ideasGiven(shown: Pick<Idea, "merged">[]): number {
  return shown.reduce((sum, { merged }) => sum + 1 + merged.length, 0);
}
