import type { Entry, Keeping, NewEntry, Seen } from "./store";

const MOST_SEEN = 5;
const SEEN_FOR_MS = 14 * 24 * 3600 * 1000;

/** What the device answers to one request. */
function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

/** Once all of it is kept. Rejects when none of it is. */
function kept(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("given up")));
  });
}

type Work<T> = (table: IDBObjectStore) => Promise<T>;

/** A database of one table, which is opened again where that helps: browsers close those of pages in the background. */
class Table {
  #db: Promise<IDBDatabase>;

  constructor(
    private readonly database: string,
    private readonly table: string,
    private readonly create: (db: IDBDatabase) => unknown,
  ) {
    this.#db = this.#open();
  }

  get opened(): Promise<unknown> {
    return this.#db;
  }

  read<T>(work: Work<T>): Promise<T> {
    return this.#use((db) => work(db.transaction(this.table).objectStore(this.table)));
  }

  /** Resolves once what `work` asked for is kept. */
  write<T>(work: Work<T>, options?: IDBTransactionOptions): Promise<T> {
    return this.#use(async (db) => {
      const transaction = db.transaction(this.table, "readwrite", options);
      const [result] = await Promise.all([work(transaction.objectStore(this.table)), kept(transaction)]);
      return result;
    });
  }

  async #use<T>(work: (db: IDBDatabase) => Promise<T>): Promise<T> {
    const first = this.#db;
    try {
      return await work(await first);
    } catch {
      // Several may fail at the same moment: one opens it for all.
      if (this.#db === first) this.#db = this.#open();
      void first.then((db) => db.close()).catch(() => {});
      return work(await this.#db);
    }
  }

  async #open(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.database, 1);
    request.addEventListener("upgradeneeded", () => this.create(request.result));
    const db = await answer(request);
    // Another tab's build wants the database otherwise, or somebody clears it: a connection that stayed would hold that up for ever.
    db.addEventListener("versionchange", () => db.close());
    return db;
  }
}

class DeviceStore implements Keeping {
  #asked = false;
  #latestSeen = "";

  /** `pictures` is a database of its own: what is only a picture of the server's must never be in the way of what was written. */
  constructor(
    private readonly written: Table,
    private readonly pictures: Table,
  ) {}

  async add(entry: NewEntry, instead?: number): Promise<Entry> {
    const add: Work<IDBValidKey> = async (table) => {
      const adding = answer(table.add(entry));
      if (instead !== undefined) table.delete(instead);
      return adding;
    };
    const n = (await this.written.write(add, { durability: "strict" })) as number;
    this.#askToStay();
    return { ...entry, n };
  }

  async put(entry: Entry): Promise<void> {
    await this.written.write(async (table) => {
      const there = await answer<Entry | undefined>(table.get(entry.n));
      if (there && there.command.id !== entry.command.id) throw new Error("the place is taken");
      table.put(entry);
    });
  }

  async amend(entry: Entry): Promise<void> {
    await this.written.write(async (table) => {
      const there = await answer<Entry | undefined>(table.get(entry.n));
      if (there?.command.id === entry.command.id) table.put(entry);
    });
  }

  async remove(n: number): Promise<void> {
    await this.written.write((table) => answer(table.delete(n)));
  }

  async all(scope: string): Promise<Entry[]> {
    const entries = await this.written.read((table) => answer<Entry[]>(table.index("scope").getAll(scope)));
    return entries.sort((a, b) => a.n - b.n);
  }

  async ofCode(code: string): Promise<Entry[]> {
    const entries = await this.written.read((table) => answer<Entry[]>(table.getAll()));
    return entries.filter((entry) => entry.code === code);
  }

  async adopt(family: string, scope: string): Promise<void> {
    await this.written.write(async (table) => {
      const all = IDBKeyRange.bound(family, `${family}\uffff`);
      const entries = await answer<Entry[]>(table.index("scope").getAll(all));
      for (const entry of entries) if (entry.scope !== scope) table.put({ ...entry, scope });
    });
  }

  seen(code: string): Promise<Seen | undefined> {
    return this.pictures.read((table) => answer<Seen | undefined>(table.get(code))).catch(() => undefined);
  }

  async keepSeen(seen: Seen): Promise<void> {
    await this.pictures.write(async (table) => {
      table.put(seen);
      // The page may be on its way out: what was asked for is carried out without it.
      table.transaction.commit();
    });
    if (seen.code !== this.#latestSeen) await this.#tidySeen(seen);
    this.#latestSeen = seen.code;
  }

  async #tidySeen(seen: Seen): Promise<void> {
    await this.pictures.write(async (table) => {
      const all = (await answer<Seen[]>(table.getAll())).sort((a, b) => b.at - a.at);
      const old = all.filter(({ at }, place) => place >= MOST_SEEN || at < seen.at - SEEN_FOR_MS);
      for (const { code } of old) table.delete(code);
    });
  }

  async forgetSeen(code: string): Promise<void> {
    await this.pictures.write((table) => answer(table.delete(code)));
  }

  /** Once something has been written there is something to lose: the browser is asked not to clear it by itself. */
  #askToStay(): void {
    if (this.#asked) return;
    this.#asked = true;
    void globalThis.navigator?.storage?.persist?.().catch(() => false);
  }
}

function createOutbox(db: IDBDatabase): void {
  db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true }).createIndex("scope", "scope");
}

/** Opens the device's own database. Throws where there is none, as in some private modes. */
export async function openDeviceStore(): Promise<Keeping> {
  const written = new Table("ideahub", "outbox", createOutbox);
  const pictures = new Table("ideahub-seen", "seen", (db) => db.createObjectStore("seen", { keyPath: "code" }));
  // Without pictures there is still what was written.
  pictures.opened.catch(() => {});
  await written.opened;
  return new DeviceStore(written, pictures);
}
