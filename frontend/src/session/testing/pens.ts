import type { Command, State } from "../../protocol/types";

interface Turn {
  table: number;
  holder: string | null;
  at: number;
}

/** Who has had which table's pen, and since when. */
export class Pens {
  readonly #turns: Turn[] = [];

  give(table: number, holder: string | null): void {
    this.#turns.push({ table, holder, at: Date.now() });
  }

  holderOf(table: number, at = Date.now()): string | null {
    return this.#turns.filter((turn) => turn.table === table && turn.at <= at).at(-1)?.holder ?? null;
  }

  /** 0 for none. */
  tableOf(holder: string): number {
    return this.#tables().find((table) => this.holderOf(table) === holder) ?? 0;
  }

  list(): State["workshop"]["tables"] {
    return this.#tables().map((number) => {
      const since = new Date(this.#turns.findLast(({ table }) => table === number)!.at).toISOString();
      return { number, pen: this.holderOf(number) ? "taken" : "free", since, holder: null };
    });
  }

  /** Why the server does not take this, if it does not. `followedAt`: when the step that is on followed another. */
  refusal({ name, args, made }: Command, by: string, followedAt: number): "not_open" | "not_allowed" | "not_found" | null {
    const madeAt = made ? Date.parse(made) : Date.now();
    if (name === "table.take") {
      if (madeAt < followedAt) return "not_open";
      return [null, by].includes(this.holderOf(args.table)) ? null : "not_allowed";
    }
    if (name === "table.leave" || name === "table.pass") return this.tableOf(by) ? null : "not_found";
    if (name !== "idea.capture" || !args.table) return null;
    return [this.holderOf(args.table), this.holderOf(args.table, madeAt)].includes(by) ? null : "not_allowed";
  }

  #tables(): number[] {
    return [...new Set(this.#turns.map(({ table }) => table))].sort();
  }
}
