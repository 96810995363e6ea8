import { type Alike, findAlike, pairOf } from "./similar";
import type { Idea } from "./types";

const SELDOM_MS = 2000;

/** What may be merged, as one facilitator sees it: what they said is different things is not suggested to them again. */
export class Similar {
  found: readonly Alike[] = $state.raw([]);
  #apart: ReadonlySet<string> = new Set();
  #ideas: readonly Idea[] = [];
  #looked = 0;

  /** `name` is where the browser keeps what was said. */
  constructor(private readonly name: string) {
    this.#apart = new Set(read(name));
  }

  /** Looks again, at most every other second however fast ideas come. Answers how to let it be. */
  look(ideas: readonly Idea[]): () => void {
    const timer = setTimeout(() => {
      this.#looked = Date.now();
      this.#ideas = ideas;
      this.found = findAlike(ideas, this.#apart);
    }, Math.max(0, this.#looked + SELDOM_MS - Date.now()));
    return () => clearTimeout(timer);
  }

  /** Says that they are different things. Answers what takes it back. */
  tellApart({ ideas }: Alike): () => void {
    const before = this.#apart;
    this.#keep(new Set([...before, ...ideas.flatMap((one, at) => ideas.slice(at + 1).map((other) => pairOf(one, other)))]));
    return () => this.#keep(before);
  }

  #keep(apart: ReadonlySet<string>): void {
    this.#apart = apart;
    this.found = findAlike(this.#ideas, apart);
    try {
      localStorage.setItem(this.name, JSON.stringify([...apart]));
    } catch {
      // It then lasts as long as the page.
    }
  }
}

function read(name: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
