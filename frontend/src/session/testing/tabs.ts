import { vi } from "vitest";

import { MemoryStore } from "../store";

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

/** The device's database as its tabs share it. */
export class SharedStore extends MemoryStore {
  override readonly durable = true;
}
