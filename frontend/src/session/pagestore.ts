import { openDeviceStore } from "./devicestore";
import { MemoryStore } from "./memorystore";
import type { Entry, Keeping, NewEntry, Seen, Store } from "./store";

/** Longer than this nothing waits for the device: some browsers leave what they are asked without an answer. */
const PATIENCE_MS = 3000;
/** Between two places in the device's order; by chance more, up to the double, since two tabs must not give the same one. */
const STEP = 1e-3;
/** Of nobody: tells whether the device takes things again, where nothing is left that it did not take. */
const TRIAL: Entry = { n: 0, scope: "", code: "", command: { id: "", name: "hand.lower", args: {} }, made: 0 };

/**
 * The device's own store, and memory for what it does not take or does not answer to: that is there as long as the page is, whoever
 * the device is in it, and goes to the device as soon as that takes it.
 */
export class PageStore extends MemoryStore {
  /** Settled once the device's store is there or has failed, or has been waited for long enough. */
  readonly opened: Promise<unknown>;
  #device: Keeping | null = null;
  /** By the place of what is held: the place on the device of what was refused and goes again as that. It leaves once that is there. */
  readonly #instead = new Map<number, number>();
  #opening: Promise<void> | null = null;
  #storing: Promise<void> | null = null;
  /** There may be other entries than whoever asked last was told of. */
  #isOther = false;
  #takes = true;
  /** It let somebody wait in vain: nobody else is to, until it has answered. */
  #isSilent = false;
  /** The last place that was given or seen. */
  #last = 0;
  /** The last place that was given here. */
  #given = 0;

  /** `open` may be asked again after it failed. */
  constructor(private readonly open: () => Promise<Keeping>) {
    super();
    this.opened = this.#inTime(this.#open()).catch(() => {});
  }

  override get durable(): boolean {
    return this.#device !== null && this.#takes;
  }

  override async add(entry: NewEntry, instead?: number): Promise<Entry> {
    const device = this.#isSilent ? null : this.#device;
    const adding = device && this.#addLast(device, entry, instead);
    const stored = adding ? await this.#inTime(adding).catch(() => null) : null;
    this.#takes = stored !== null;
    if (stored) {
      this.#last = Math.max(this.#last, stored.n);
      if (instead !== undefined) {
        this.entries.delete(instead);
        await this.#dropReplaced(instead);
      }
      return stored;
    }
    // What comes to be stored after all would be there twice.
    void adding?.then(({ n }) => device!.remove(n)).catch(() => {});
    const held = { ...entry, n: this.#behindAll() };
    await super.put(held);
    if (instead !== undefined) {
      const onDevice = this.entries.delete(instead) ? this.#instead.get(instead) : instead;
      this.#instead.delete(instead);
      if (onDevice !== undefined) this.#instead.set(held.n, onDevice);
    }
    return held;
  }

  /** The device counts from 1, and knows nothing of the places that were given while it was not there. */
  async #addLast(device: Keeping, entry: NewEntry, instead?: number): Promise<Entry> {
    const stored = await device.add(entry, instead);
    if (stored.n > this.#given) return stored;
    const last = { ...entry, n: this.#behindAll() };
    try {
      await device.put(last);
    } finally {
      // Left there it is sent twice, and answered as before.
      await device.remove(stored.n).catch(() => {});
    }
    return last;
  }

  /** A place behind all, and behind what a device has that was not read. */
  #behindAll(): number {
    this.#given = this.#last = Math.max(this.#last, this.#device ? 0 : Date.now() / 1000) + STEP * (1 + Math.random());
    return this.#given;
  }

  override async amend(entry: Entry): Promise<void> {
    if (this.entries.has(entry.n) || !(await this.#did((device) => device.amend(entry)))) await super.put(entry);
  }

  /** Left on the device it is sent again some time, and answered as before. */
  override async remove(n: number): Promise<void> {
    await super.remove(n);
    await this.#did((device) => device.remove(n));
    await this.#dropReplaced(n);
  }

  /** Takes off the device what this stands for. */
  async #dropReplaced(n: number): Promise<void> {
    const instead = this.#instead.get(n);
    if (instead !== undefined && (await this.#did((device) => device.remove(instead)))) this.#instead.delete(n);
  }

  override async all(scope: string): Promise<Entry[]> {
    const stored = this.#device ? await this.#ask((device) => device.all(scope)) : [];
    return this.#beside(stored, await super.all(scope));
  }

  override async ofCode(code: string): Promise<Entry[]> {
    const stored = await this.#ask((device) => device.ofCode(code)).catch(() => []);
    return this.#beside(stored, await super.ofCode(code));
  }

  override async adopt(family: string, scope: string): Promise<void> {
    await super.adopt(family, scope);
    await this.#did((device) => device.adopt(family, scope));
  }

  override async recover(): Promise<boolean> {
    void this.#open();
    await this.#store();
    const isOther = this.#isOther;
    this.#isOther = false;
    return isOther;
  }

  #store(): Promise<void> {
    this.#storing ??= this.#storeAll().finally(() => (this.#storing = null));
    return this.#storing;
  }

  async #storeAll(): Promise<void> {
    for (const entry of this.entries.values()) {
      if (!(await this.#did((device) => device.put(entry)))) return;
      this.#takes = this.#isOther = true;
      await this.#dropReplaced(entry.n);
      const now = this.entries.get(entry.n);
      if (now === entry) this.entries.delete(entry.n);
      // It was decided meanwhile.
      if (!now) await this.remove(entry.n);
    }
    if (!this.#takes && (await this.#did((device) => device.put(TRIAL)))) {
      await this.#did((device) => device.remove(TRIAL.n));
      this.#takes = this.#isOther = true;
    }
  }

  /** However long that takes. */
  override async seen(code: string): Promise<Seen | undefined> {
    await this.#opening;
    return this.#device?.seen(code);
  }

  override async keepSeen(seen: Seen): Promise<void> {
    if (this.#device) await this.#inTime(this.#device.keepSeen(seen), false).catch(() => {});
  }

  override async forgetSeen(code: string): Promise<void> {
    // What is shown no more is gone also from one that opens late.
    const forgotten = Promise.resolve(this.#opening).then(() => this.#device?.forgetSeen(code));
    await this.#inTime(forgotten, false).catch(() => {});
  }

  #open(): Promise<void> {
    this.#opening ??= this.open().then(
      (device) => {
        this.#device = device;
        this.#isOther = this.#takes = true;
        // Whoever wrote it may have left the meeting by now.
        void this.#store();
      },
      () => void (this.#opening = null),
    );
    return this.#opening;
  }

  async #ask<T>(work: (device: Keeping) => Promise<T>): Promise<T> {
    if (!this.#device) throw new Error("not open");
    return this.#inTime(work(this.#device));
  }

  /** Rejects when nothing has come of it for long. `tells`: that says something of how what is written is stored. */
  #inTime<T>(work: Promise<T>, tells = true): Promise<T> {
    const answered = (isSilent: boolean) => void (tells && (this.#isSilent = isSilent));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        answered(true);
        reject(new Error("no answer"));
      }, PATIENCE_MS);
      void work
        .then((done) => {
          answered(false);
          resolve(done);
        }, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  async #did(work: (device: Keeping) => Promise<void>): Promise<boolean> {
    return this.#ask(work).then(
      () => true,
      () => false,
    );
  }

  /** What is held is newer than what the device has of it. */
  #beside(stored: Entry[], held: Entry[]): Entry[] {
    for (const { n } of stored) this.#last = Math.max(this.#last, n);
    const ids = new Set(held.map(({ command }) => command.id));
    const replaced = new Set(this.#instead.values());
    return [...stored.filter(({ n, command }) => !ids.has(command.id) && !replaced.has(n)), ...held];
  }
}

/** Resolves when the device's store is there or has failed, and anyhow soon. */
export async function openPageStore(): Promise<Store> {
  const store = new PageStore(openDeviceStore);
  await store.opened;
  return store;
}
