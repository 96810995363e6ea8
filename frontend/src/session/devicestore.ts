import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Entry, Keeping, NewEntry, Seen } from "./store";

const MOST_SEEN = 5;
const SEEN_FOR_MS = 14 * 24 * 3600 * 1000;

interface Written extends DBSchema {
  outbox: { key: number; value: Entry; indexes: { scope: string } };
}

/** A database of its own: what is only a picture of the server's must never be in the way of what was written. */
interface Pictures extends DBSchema {
  seen: { key: string; value: Seen };
}

/** A database that is opened again where that helps: browsers close those of pages in the background. */
class Reopened<Tables extends DBSchema> {
  #db: Promise<IDBPDatabase<Tables>>;

  constructor(private readonly open: () => Promise<IDBPDatabase<Tables>>) {
    this.#db = open();
  }

  get opened(): Promise<unknown> {
    return this.#db;
  }

  async use<T>(work: (db: IDBPDatabase<Tables>) => Promise<T>): Promise<T> {
    const first = this.#db;
    try {
      return await work(await first);
    } catch {
      // Several may fail at the same moment: one opens it for all.
      if (this.#db === first) this.#db = this.open();
      void first.then((db) => db.close()).catch(() => {});
      return work(await this.#db);
    }
  }
}

class DeviceStore implements Keeping {
  #asked = false;
  #latestSeen = "";

  constructor(
    private readonly written: Reopened<Written>,
    private readonly pictures: Reopened<Pictures>,
  ) {}

  async add(entry: NewEntry, instead?: number): Promise<Entry> {
    const n = await this.written.use(async (db) => {
      const { store, done } = db.transaction("outbox", "readwrite", { durability: "strict" });
      const [key] = await Promise.all([store.add(entry as Entry), instead !== undefined && store.delete(instead), done]);
      return key;
    });
    this.#askToStay();
    return { ...entry, n };
  }

  async put(entry: Entry): Promise<void> {
    await this.written.use(async (db) => {
      const transaction = db.transaction("outbox", "readwrite");
      const there = await transaction.store.get(entry.n);
      if (there && there.command.id !== entry.command.id) throw new Error("the place is taken");
      await transaction.store.put(entry);
      await transaction.done;
    });
  }

  async amend(entry: Entry): Promise<void> {
    await this.written.use(async (db) => {
      const transaction = db.transaction("outbox", "readwrite");
      const there = await transaction.store.get(entry.n);
      if (there?.command.id === entry.command.id) await transaction.store.put(entry);
      await transaction.done;
    });
  }

  async remove(n: number): Promise<void> {
    await this.written.use((db) => db.delete("outbox", n));
  }

  async all(scope: string): Promise<Entry[]> {
    const entries = await this.written.use((db) => db.getAllFromIndex("outbox", "scope", scope));
    return entries.sort((a, b) => a.n - b.n);
  }

  async ofCode(code: string): Promise<Entry[]> {
    const entries = await this.written.use((db) => db.getAll("outbox"));
    return entries.filter((entry) => entry.code === code);
  }

  async adopt(family: string, scope: string): Promise<void> {
    await this.written.use(async (db) => {
      const transaction = db.transaction("outbox", "readwrite");
      const entries = await transaction.store.index("scope").getAll(IDBKeyRange.bound(family, `${family}\uffff`));
      const others = entries.filter((entry) => entry.scope !== scope);
      await Promise.all(others.map((entry) => transaction.store.put({ ...entry, scope })));
      await transaction.done;
    });
  }

  seen(code: string): Promise<Seen | undefined> {
    return this.pictures.use((db) => db.get("seen", code)).catch(() => undefined);
  }

  async keepSeen(seen: Seen): Promise<void> {
    await this.pictures.use(async (db) => {
      const transaction = db.transaction("seen", "readwrite");
      const put = transaction.store.put(seen);
      // The page may be on its way out: what was asked for is carried out without it.
      transaction.commit();
      await Promise.all([put, transaction.done]);
    });
    if (seen.code !== this.#latestSeen) await this.#tidySeen(seen);
    this.#latestSeen = seen.code;
  }

  async #tidySeen(seen: Seen): Promise<void> {
    await this.pictures.use(async (db) => {
      const transaction = db.transaction("seen", "readwrite");
      const all = (await transaction.store.getAll()).sort((a, b) => b.at - a.at);
      const old = all.filter(({ at }, place) => place >= MOST_SEEN || at < seen.at - SEEN_FOR_MS);
      await Promise.all(old.map(({ code }) => transaction.store.delete(code)));
      await transaction.done;
    });
  }

  async forgetSeen(code: string): Promise<void> {
    await this.pictures.use((db) => db.delete("seen", code));
  }

  /** Once something has been written there is something to lose: the browser is asked not to clear it by itself. */
  #askToStay(): void {
    if (this.#asked) return;
    this.#asked = true;
    void globalThis.navigator?.storage?.persist?.().catch(() => false);
  }
}

/** Another tab's build wants the database otherwise, or somebody clears it: a connection that stayed would hold that up for ever. */
function blocking(_: number, __: number | null, { target }: IDBVersionChangeEvent): void {
  (target as IDBDatabase).close();
}

async function openWritten(): Promise<IDBPDatabase<Written>> {
  return openDB<Written>("ideahub", 1, {
    blocking,
    upgrade(fresh) {
      const store = fresh.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      store.createIndex("scope", "scope");
    },
  });
}

async function openPictures(): Promise<IDBPDatabase<Pictures>> {
  return openDB<Pictures>("ideahub-seen", 1, {
    blocking,
    upgrade: (fresh) => void fresh.createObjectStore("seen", { keyPath: "code" }),
  });
}

/** Opens the device's own database. Throws where there is none, as in some private modes. */
export async function openDeviceStore(): Promise<Keeping> {
  const written = new Reopened(openWritten);
  const pictures = new Reopened(openPictures);
  // Without pictures there is still what was written.
  pictures.opened.catch(() => {});
  await written.opened;
  return new DeviceStore(written, pictures);
}
