import { type Alike, findAlike, pairsOf, stillAlike } from "./similar";
import type { Idea } from "./types";

const SELDOM_MS = 2000;

/** What may be merged, as one facilitator sees it: what they said is different things is not suggested to them again. */
export class Similar {
  #suggested: readonly Alike[] = $state.raw([]);
  #ideas: readonly Idea[] = $state.raw([]);
  /** As the ideas are now: what has gone or been rewritten since it was looked for is not in it. */
  readonly found = $derived.by(() => stillAlike(this.#suggested, this.#ideas));
  #apart: ReadonlySet<string> = new Set();
  #looked = 0;

  /** `name` is where the browser keeps what was said: one for each facilitator and meeting. */
  constructor(private readonly name: string) {
    this.#apart = new Set(read(name));
  }

  /** Looks again, at most every other second however fast ideas come. Answers how to let it be. */
  look(ideas: readonly Idea[]): () => void {
    this.#ideas = ideas;
    const timer = setTimeout(() => {
      this.#looked = Date.now();
      this.#suggested = findAlike(ideas, this.#apart);
    }, Math.max(0, this.#looked + SELDOM_MS - Date.now()));
    return () => clearTimeout(timer);
  }

  /** Says that they are different things, for as long as they say what they say now. Answers what takes it back. */
  tellApart({ ideas }: Alike): () => void {
    const said = pairsOf(ideas).filter((pair) => !this.#apart.has(pair));
    this.#change((apart) => said.forEach((pair) => apart.add(pair)));
    return () => this.#change((apart) => said.forEach((pair) => apart.delete(pair)));
  }

  #change(change: (apart: Set<string>) => void): void {
    // Another tab may have kept more meanwhile.
    const apart = new Set([...this.#apart, ...read(this.name)]);
    change(apart);
    this.#apart = apart;
    this.#suggested = findAlike(this.#ideas, apart);
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
