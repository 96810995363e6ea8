import { vi } from "vitest";

import { MemoryStore } from "../memorystore";
import type { Entry, NewEntry, Seen, Store } from "../store";

/** Web Locks as a browser has them: one holder, the others in line, and stealing. */
export class Locks {
  #holder: ((reason: unknown) => void) | null = null;
  #line: (() => void)[] = [];

  request(_: string, { steal }: { steal: boolean }, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = () => {
        this.#holder = reject;
        void hold().then(() => {
          resolve();
          this.#holder = null;
          this.#line.shift()?.();
        });
      };
      if (!this.#holder) take();
      else if (steal) {
        this.#holder(new DOMException("stolen", "AbortError"));
        take();
      } else this.#line.push(take);
    });
  }
}

/** What tabs of one device say to each other, in the time of the test. */
export function stubChannels(): void {
  const open = new Set<Channel>();
  class Channel {
    onmessage: ((message: { data: unknown }) => void) | null = null;

    constructor(readonly name: string) {
      open.add(this);
    }

    postMessage(data: unknown): void {
      const others = [...open].filter((one) => one !== this && one.name === this.name);
      for (const other of others) queueMicrotask(() => open.has(other) && other.onmessage?.({ data: structuredClone(data) }));
    }

    close(): void {
      open.delete(this);
    }
  }
  vi.stubGlobal("BroadcastChannel", Channel);
}

const WORK_MS = 2;

/** The device's database as its tabs share it. */
export class SharedStore extends MemoryStore {
  #seen = new Map<string, Seen>();

  override get durable(): boolean {
    return true;
  }

  override held(): Entry[] {
    return [];
  }

  override async seen(code: string): Promise<Seen | undefined> {
    return this.#seen.get(code);
  }

  override async keepSeen(seen: Seen): Promise<void> {
    this.#seen.set(seen.code, seen);
  }

  override async forgetSeen(code: string): Promise<void> {
    this.#seen.delete(code);
  }
}

/** The database as one tab has it: each piece of work takes a moment, and of what a killed tab began nothing comes any more. */
export class TabStore implements Store {
  readonly durable = true;
  #killed = false;

  constructor(private readonly shared: Store) {}

  kill(): void {
    this.#killed = true;
  }

  held(): Entry[] {
    return [];
  }

  async recover(): Promise<boolean> {
    return false;
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    await new Promise((resolve) => setTimeout(resolve, WORK_MS));
    return this.#killed ? new Promise(() => {}) : work();
  }

  add = (entry: NewEntry, instead?: number) => this.#work(() => this.shared.add(entry, instead));
  amend = (entry: Entry) => this.#work(() => this.shared.amend(entry));
  remove = (n: number) => this.#work(() => this.shared.remove(n));
  all = (scope: string) => this.#work(() => this.shared.all(scope));
  ofCode = (code: string) => this.#work(() => this.shared.ofCode(code));
  adopt = (family: string, scope: string) => this.#work(() => this.shared.adopt(family, scope));
  seen = (code: string) => this.#work(() => this.shared.seen(code));
  keepSeen = (seen: Seen) => this.#work(() => this.shared.keepSeen(seen));
  forgetSeen = (code: string) => this.#work(() => this.shared.forgetSeen(code));
}
