import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Command } from "../protocol/types";

/** One command on this device. `n` is its place in the order; `refusal` is there once the server said no. */
export interface Entry {
  n: number;
  /** Whose outbox it is in: a workshop and a participant. */
  scope: string;
  command: Command;
  /** When it was made, by the server's clock, in milliseconds. */
  made: number;
  refusal?: { code: string; detail: string };
}

export type NewEntry = Omit<Entry, "n">;

export interface Store {
  /** False when what is written is gone once the page is. */
  readonly durable: boolean;
  add(entry: NewEntry): Promise<Entry>;
  put(entry: Entry): Promise<void>;
  remove(n: number): Promise<void>;
  /** In the order they were made. */
  all(scope: string): Promise<Entry[]>;
}

interface Schema extends DBSchema {
  outbox: { key: number; value: Entry; indexes: { scope: string } };
}

class DeviceStore implements Store {
  readonly durable = true;

  constructor(private readonly db: IDBPDatabase<Schema>) {}

  async add(entry: NewEntry): Promise<Entry> {
    const transaction = this.db.transaction("outbox", "readwrite", { durability: "strict" });
    const n = await transaction.store.add(entry as Entry);
    await transaction.done;
    return { ...entry, n };
  }

  async put(entry: Entry): Promise<void> {
    await this.db.put("outbox", entry);
  }

  async remove(n: number): Promise<void> {
    await this.db.delete("outbox", n);
  }

  async all(scope: string): Promise<Entry[]> {
    const entries = await this.db.getAllFromIndex("outbox", "scope", scope);
    return entries.sort((a, b) => a.n - b.n);
  }
}

/** For devices that let nothing be stored, as some private modes do. */
export class MemoryStore implements Store {
  readonly durable = false;
  #entries = new Map<number, Entry>();
  #next = 1;

  async add(entry: NewEntry): Promise<Entry> {
    const stored = { ...entry, n: this.#next++ };
    this.#entries.set(stored.n, stored);
    return stored;
  }

  async put(entry: Entry): Promise<void> {
    this.#entries.set(entry.n, entry);
  }

  async remove(n: number): Promise<void> {
    this.#entries.delete(n);
  }

  async all(scope: string): Promise<Entry[]> {
    return [...this.#entries.values()].filter((entry) => entry.scope === scope);
  }
}

/** The device's own database, or memory where there is none. */
export async function openStore(): Promise<Store> {
  try {
    const db = await openDB<Schema>("ideahub", 1, {
      upgrade(fresh) {
        const store = fresh.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
        store.createIndex("scope", "scope");
      },
    });
    return new DeviceStore(db);
  } catch {
    return new MemoryStore();
  }
}

