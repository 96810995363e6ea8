import type { Roots } from "./roots";

/** From here on two texts seem to be about the same thing. */
export const LEAST_LIKENESS = 0.23;
// One word in common says something only if it is long: short ones mean many things.
const LONG_ROOT = 6;
const LEAST_SAID = 2;

/** What two texts have in common: how much it weighs, and how much it says. */
export interface Shared {
  weight: number;
  said: number;
}

/** Weighs the roots of many texts, each with its parts: the more of them share one, the less it says. */
export class Scales {
  /** Which of the texts each root is in. */
  readonly holders = new Map<string, number[]>();
  readonly #usual: number;

  constructor(private readonly texts: readonly Roots[]) {
    texts.forEach((all, at) => {
      for (const root of all.keys()) {
        const known = this.holders.get(root);
        if (known) known.push(at);
        else this.holders.set(root, [at]);
      }
    });
    // What everybody writes tells nobody apart, and is what would take time.
    this.#usual = Math.max(6, texts.length / 8);
  }

  /** Whether more than one text has it, and not all too many. */
  tells(root: string): boolean {
    const held = this.holders.get(root)?.length ?? 0;
    return held > 1 && held <= this.#usual;
  }

  /** Adds a root that two texts have in common. */
  add(shared: Shared, root: string): void {
    shared.weight += this.#weigh(root);
    shared.said += root.length >= LONG_ROOT ? 2 : 1;
  }

  /** How heavy a text is by itself. */
  size(own: Roots): number {
    return Math.sqrt([...own.keys()].reduce((sum, root) => sum + this.#weigh(root), 0));
  }

  #weigh(root: string): number {
    return Math.log(1 + this.texts.length / this.holders.get(root)!.length) ** 2;
  }
}

/** How alike two texts of these sizes are, from 0; nothing where what they share says too little. */
export function likeness({ weight, said }: Shared, one: number, other: number): number {
  return said < LEAST_SAID ? 0 : weight / (one * other);
}
