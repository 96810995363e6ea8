import type { Target } from "../targets";

/** One proposal at a time, in an order that may grow meanwhile; behind the last one stands the end. */
export class Walk {
  /** The proposal that is looked at; null is the end. */
  #at: string | null = $state(null);

  constructor(
    private readonly order: () => Target[],
    private readonly isAnswered: (target: Target) => boolean,
  ) {
    this.toUnanswered();
  }

  get target(): Target | null {
    return this.order().find(({ id }) => id === this.#at) ?? null;
  }

  /** How many stand before it. */
  get index(): number {
    const index = this.order().findIndex(({ id }) => id === this.#at);
    return index < 0 ? this.order().length : index;
  }

  get unanswered(): number {
    return this.order().filter((target) => !this.isAnswered(target)).length;
  }

  /** On to the next one, or to the end; a proposal that went away meanwhile leads there as well. */
  next(): Target | null {
    this.#at = this.order()[this.index + 1]?.id ?? null;
    return this.target;
  }

  previous(): Target | null {
    this.#at = this.order()[Math.max(0, this.index - 1)]?.id ?? null;
    return this.target;
  }

  toUnanswered(): Target | null {
    this.#at = this.order().find((target) => !this.isAnswered(target))?.id ?? null;
    return this.target;
  }
}
