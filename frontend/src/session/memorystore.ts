import type { Entry, NewEntry, Seen, Store } from "./store";

/** For devices that let nothing be stored, as some private modes do. */
export class MemoryStore implements Store {
  protected readonly entries = new Map<number, Entry>();
  #next = 1;

  get durable(): boolean {
    return false;
  }

  async add(entry: NewEntry, instead?: number): Promise<Entry> {
    const stored = { ...entry, n: this.#next++ };
    this.entries.set(stored.n, stored);
    if (instead !== undefined) this.entries.delete(instead);
    return stored;
  }

  async put(entry: Entry): Promise<void> {
    this.entries.set(entry.n, entry);
  }

  async amend(entry: Entry): Promise<void> {
    if (this.entries.has(entry.n)) await this.put(entry);
  }

  async remove(n: number): Promise<void> {
    this.entries.delete(n);
  }

  async all(scope: string): Promise<Entry[]> {
    return [...this.entries.values()].filter((entry) => entry.scope === scope);
  }

  async ofCode(code: string): Promise<Entry[]> {
    return [...this.entries.values()].filter((entry) => entry.code === code);
  }

  async adopt(family: string, scope: string): Promise<void> {
    const others = [...this.entries.values()].filter((entry) => entry.scope.startsWith(family));
    for (const entry of others) this.entries.set(entry.n, { ...entry, scope });
  }

  held(scope?: string): Entry[] {
    return [...this.entries.values()].filter((entry) => scope === undefined || entry.scope === scope);
  }

  async recover(): Promise<boolean> {
    return false;
  }

  async seen(_: string): Promise<Seen | undefined> {
    return undefined;
  }

  async keepSeen(_: Seen): Promise<void> {}

  async forgetSeen(_: string): Promise<void> {}
}
