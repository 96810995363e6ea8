import type { Idea } from "../protocol/types";

/** Shown at a time: three that can be read, never a wall. */
export const SHOWN = 3;

/**
 * Which ideas came last into the room. An idea counts from when it was first seen here, so that one which waited for
 * review is new when it is shown, whatever its number.
 */
export class Newest {
  #order = new Map<string, number>();
  #next = 0;

  /** Ids of the newest, newest first. */
  of(ideas: Idea[]): string[] {
    const unseen = ideas.filter((idea) => !this.#order.has(idea.id)).sort((a, b) => a.number - b.number);
    for (const idea of unseen) this.#order.set(idea.id, this.#next++);
    return ideas
      .map((idea) => ({ id: idea.id, at: this.#order.get(idea.id) ?? 0 }))
      .sort((a, b) => b.at - a.at)
      .slice(0, SHOWN)
      .map(({ id }) => id);
  }
}
