import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Entry, NewEntry, Store } from "./store";

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

/** Opens the device's own database. Throws where there is none, as in some private modes. */
export async function openDeviceStore(): Promise<Store> {
  const db = await openDB<Schema>("ideahub", 1, {
    upgrade(fresh) {
      const store = fresh.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      store.createIndex("scope", "scope");
    },
  });
  return new DeviceStore(db);
}
