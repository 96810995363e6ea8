import type { Command, State } from "../protocol/types";

/** One command on this device. `n` is its place in the order; `refusal` is there once the server said no. */
export interface Entry {
  n: number;
  /** Whose outbox it is in: a workshop and a participant. */
  scope: string;
  /** Join code of the workshop: what is known of it where the scope is not. */
  code: string;
  command: Command;
  /** When it was made, by the server's clock, in milliseconds. */
  made: number;
  refusal?: { code: string; detail: string };
}

/** A workshop as this device last saw it. */
export interface Seen {
  /** Join code. */
  code: string;
  state: State;
  /** When the server was last heard, by the server's clock, in milliseconds. */
  at: number;
  /** The server's clock less this device's, in milliseconds. */
  offset: number;
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
  /** What is written for the workshop of a join code, whoever wrote it. */
  ofCode(code: string): Promise<Entry[]>;
  /** Hands what all scopes that begin with `family` have over to `scope`. */
  adopt(family: string, scope: string): Promise<void>;
  seen(code: string): Promise<Seen | undefined>;
  /** Keeps what was seen, of the latest few workshops. */
  keepSeen(seen: Seen): Promise<void>;
  forgetSeen(code: string): Promise<void>;
}

/** For devices that let nothing be stored, as some private modes do. */
export class MemoryStore implements Store {
  readonly durable: boolean = false;
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

  async ofCode(code: string): Promise<Entry[]> {
    return [...this.#entries.values()].filter((entry) => entry.code === code);
  }

  async adopt(family: string, scope: string): Promise<void> {
    const others = [...this.#entries.values()].filter((entry) => entry.scope.startsWith(family));
    for (const entry of others) this.#entries.set(entry.n, { ...entry, scope });
  }

  async seen(_: string): Promise<Seen | undefined> {
    return undefined;
  }

  async keepSeen(_: Seen): Promise<void> {}

  async forgetSeen(_: string): Promise<void> {}
}

let opened: Promise<Store> | undefined;

/** The device's own database, or memory where there is none: one for the page, whoever the device is in it. */
export function openStore(): Promise<Store> {
  opened ??= openAny();
  return opened;
}

async function openAny(): Promise<Store> {
  try {
    const { openDeviceStore } = await import("./devicestore");
    return await openDeviceStore();
  } catch {
    return new MemoryStore();
  }
}
