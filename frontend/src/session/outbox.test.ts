import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Command, Result } from "../protocol/types";
import { openDeviceStore } from "./devicestore";
import { newId } from "./ids";
import { Outbox } from "./outbox";
import { MemoryStore, openStore, type Store } from "./store";

function capture(text: string): Command {
  return { id: newId(), name: "idea.capture", args: { idea: newId(), column: "c1", text } };
}

function accepted(command: Command): Result {
  return { id: command.id, ok: true, seq: 1 };
}

function refused(command: Command): Result {
  return { id: command.id, ok: false, code: "closed", detail: "Mötet är avslutat." };
}

/** Web Locks as a browser has them: one holder, the others in line, and stealing. */
class Locks {
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

const boxes: Outbox[] = [];

async function openBox(store: Store, scope = "me", told: Result[] = []): Promise<Outbox> {
  const box = new Outbox(store, scope, { changed: () => {}, decided: (results) => void told.push(...results) });
  boxes.push(box);
  await box.open();
  return box;
}

function textsIn(box: Outbox): string[] {
  return box.waiting.map(({ command }) => (command.name === "idea.capture" ? command.args.text : command.name));
}

beforeEach(() => {
  vi.stubGlobal("navigator", { locks: new Locks() });
  vi.stubGlobal("indexedDB", new IDBFactory());
});

afterEach(() => {
  for (const box of boxes.splice(0)) box.close();
  vi.unstubAllGlobals();
});

describe("an outbox on a device", () => {
  it("is there after a restart, in the order it was written", async () => {
    const first = await openBox(await openDeviceStore());
    for (const text of ["ett", "två", "tre"]) await first.add(capture(text), 0);
    first.close();
    const second = await openBox(await openDeviceStore());
    expect(second.durable).toBe(true);
    expect(textsIn(second)).toEqual(["ett", "två", "tre"]);
  });

  it("lets go of what was accepted and nothing else", async () => {
    const store = await openDeviceStore();
    const box = await openBox(store);
    const [one, two] = [capture("ett"), capture("två")];
    await box.add(one, 0);
    await box.add(two, 0);
    await box.settle([accepted(one)]);
    expect((await store.all("me")).map(({ command }) => command.id)).toEqual([two.id]);
  });

  it("keeps a refused text with its reason until it is dismissed, also over a restart", async () => {
    const first = await openBox(await openDeviceStore());
    const command = capture("för sent");
    await first.add(command, 0);
    await first.settle([refused(command)]);
    expect(first.waiting).toEqual([]);
    first.close();
    const second = await openBox(await openDeviceStore());
    expect(second.refused[0]).toMatchObject({ command, refusal: { code: "closed", detail: "Mötet är avslutat." } });
    await second.dismiss(second.refused[0]!);
    await second.reload();
    expect(second.refused).toEqual([]);
  });

  it("keeps nothing of a refused vote, which has no text to lose", async () => {
    const store = await openDeviceStore();
    const box = await openBox(store);
    const vote: Command = { id: newId(), name: "vote.set", args: { target: "i1", points: 1 } };
    await box.add(vote, 0);
    await box.settle([refused(vote)]);
    expect(await store.all("me")).toEqual([]);
  });

  it("keeps no address that was refused", async () => {
    const store = await openDeviceStore();
    const box = await openBox(store);
    const ask: Command = { id: newId(), name: "summary.request", args: { email: "noor@exempel.se" } };
    await box.add(ask, 0);
    await box.settle([refused(ask)]);
    expect(await store.all("me")).toEqual([]);
  });

  it("does not give one person's commands to another", async () => {
    const box = await openBox(await openDeviceStore(), "ana");
    await box.add(capture("Anas"), 0);
    expect(textsIn(await openBox(await openDeviceStore(), "ben"))).toEqual([]);
  });

  it("is sent by one tab; the next takes over when that one closes", async () => {
    const store = await openDeviceStore();
    const first = await openBox(store);
    const second = await openBox(store);
    expect([first.sender, second.sender]).toEqual([true, false]);
    first.close();
    await vi.waitFor(() => expect(second.sender).toBe(true));
  });

  it("is taken over by the tab that somebody looks at", async () => {
    const store = await openDeviceStore();
    const first = await openBox(store);
    const second = await openBox(store);
    second.claim(true);
    await vi.waitFor(() => expect([first.sender, second.sender]).toEqual([false, true]));
  });

  it("shows the same in all tabs, and tells all of them what was decided", async () => {
    const store = await openDeviceStore();
    const told: Result[] = [];
    const first = await openBox(store);
    const second = await openBox(store, "me", told);
    const command = capture("från första");
    await first.add(command, 0);
    await vi.waitFor(() => expect(textsIn(second)).toEqual(["från första"]));
    await first.settle([accepted(command)]);
    await vi.waitFor(() => expect(textsIn(second)).toEqual([]));
    expect(told).toEqual([accepted(command)]);
  });
});

describe("a device that stores nothing", () => {
  it("keeps commands in memory, and says that it does", async () => {
    vi.stubGlobal("indexedDB", { open: () => { throw new DOMException("private", "SecurityError"); } });
    const store = await openStore();
    expect(store).toBeInstanceOf(MemoryStore);
    const box = await openBox(store);
    await box.add(capture("i minnet"), 0);
    expect([box.durable, textsIn(box)]).toEqual([false, ["i minnet"]]);
  });
});
