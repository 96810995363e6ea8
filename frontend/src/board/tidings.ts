import type { Board } from "./board.svelte";
import { suggested, waiting } from "./queue";

const SELDOM_MS = 20_000;

/** Says how much waits for whoever leads, of ideas to review and of suggested actions, when it has grown: at most once every 20 s. */
export class Tidings {
  #last = 0;
  /** How many of each were said, or are left of those. */
  #said = { n_wait: 0, n_suggested: 0 };

  /** To be called at each change. Answers what takes back an announcement that has not been made, if there is one. */
  tell({ state, announcer, t }: Pick<Board, "state" | "announcer" | "t">): (() => void) | undefined {
    const said = this.#said;
    const counts = { n_wait: state ? waiting(state).length : 0, n_suggested: state ? suggested(state).length : 0 };
    const kinds = ["n_wait", "n_suggested"] as const;
    for (const kind of kinds) said[kind] = Math.min(said[kind], counts[kind]);
    const grown = kinds.filter((kind) => counts[kind] > said[kind]);
    if (grown.length === 0) return undefined;
    const timer = setTimeout(() => {
      this.#last = Date.now();
      this.#said = counts;
      announcer.say(grown.map((kind) => t(kind, { n: counts[kind] })).join(". "));
    }, Math.max(0, this.#last + SELDOM_MS - Date.now()));
    return () => clearTimeout(timer);
  }
}
