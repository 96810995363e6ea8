/** When an idea of one's own that was asked for is there again: also where an earlier page or another tab asked. */
export class BackNews {
  readonly #asked = new Set<string>();

  /** Whether one has come back since it was asked last. `asked`: those that nobody has decided about; `own`: those that are there. */
  next(asked: string[], own: () => ReadonlySet<string>): boolean {
    for (const id of asked) this.#asked.add(id);
    const decided = [...this.#asked].filter((id) => !asked.includes(id));
    if (decided.length === 0) return false;
    const there = own();
    return decided.filter((id) => there.has(id) && this.#asked.delete(id)).length > 0;
  }
}
