import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Command, Result } from "../protocol/types";
import { openDeviceStore } from "./devicestore";
import { newId } from "./ids";
import { MemoryStore } from "./memorystore";
import { Outbox } from "./outbox";
import { openPageStore, PageStore } from "./pagestore";
import { type Keeping, openStore, type Store } from "./store";
import { Locks, SharedStore } from "./testing/tabs";

function capture(text: string): Command {
  return { id: newId(), name: "idea.capture", args: { idea: newId(), column: "c1", text } };
}

function accepted(command: Command): Result {
  return { id: command.id, ok: true, seq: 1 };
}

function refused(command: Command): Result {
  return { id: command.id, ok: false, code: "closed", detail: "Mötet är avslutat." };
}

const boxes: Outbox[] = [];

async function openBox(store: Store, scope = "me", told: Result[] = []): Promise<Outbox> {
  const box = new Outbox(store, scope, { changed: () => {}, decided: (results) => void told.push(...results), settled: () => {} });
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
    const first = await openBox(await openPageStore());
    for (const text of ["ett", "två", "tre"]) await first.add(capture(text), 0);
    first.close();
    const second = await openBox(await openPageStore());
    expect(second.durable).toBe(true);
    expect(textsIn(second)).toEqual(["ett", "två", "tre"]);
  });

  it("hands over what was written as somebody the device is no more, in its order, and nothing of elsewhere", async () => {
    const store = await openPageStore();
    const before = await openBox(store, "participant:w1:p1");
    const elsewhere = await openBox(store, "participant:w2:p1");
    for (const text of ["ett", "två"]) await before.add(capture(text), 0);
    await elsewhere.add(capture("annat"), 0);
    before.close();
    const now = new Outbox(store, "participant:w1:p2", { changed: () => {}, decided: () => {}, settled: () => {} });
    boxes.push(now);
    await now.open("participant:w1:");
    expect(textsIn(now)).toEqual(["ett", "två"]);
    expect(textsIn(await openBox(store, "participant:w2:p1"))).toEqual(["annat"]);
  });

  it("is found by the code of its workshop, whoever wrote it", async () => {
    const store = await openPageStore();
    const box = new Outbox(store, "participant:w1:p1", { changed: () => {}, decided: () => {}, settled: () => {} }, "428617");
    boxes.push(box);
    await box.open();
    const command = capture("ett");
    await box.add(command, 0);
    await (await openBox(store, "participant:w2:p1")).add(capture("annat"), 0);
    expect((await store.ofCode("428617")).map((entry) => entry.command)).toEqual([command]);
  });

  it("lets go of what was accepted and nothing else", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const [one, two] = [capture("ett"), capture("två")];
    await box.add(one, 0);
    await box.add(two, 0);
    await box.settle([accepted(one)]);
    expect((await store.all("me")).map(({ command }) => command.id)).toEqual([two.id]);
  });

  it("keeps a refused text with its reason until it is dismissed, also over a restart", async () => {
    const first = await openBox(await openPageStore());
    const command = capture("för sent");
    await first.add(command, 0);
    await first.settle([refused(command)]);
    expect(first.waiting).toEqual([]);
    first.close();
    const second = await openBox(await openPageStore());
    expect(second.refused[0]).toMatchObject({ command, refusal: { code: "closed", detail: "Mötet är avslutat." } });
    await second.dismiss(second.refused[0]!);
    await second.reload();
    expect(second.refused).toEqual([]);
  });

  it("keeps what a leader typed and nothing else of what they did", async () => {
    const box = await openBox(await openPageStore(), "staff Ana w1");
    const typed = [
      { id: newId(), name: "cluster.rename", args: { cluster: "c1", title: "Trafik" } },
      { id: newId(), name: "action.create", args: { action: "a1", title: "Ring kommunen" } },
      { id: newId(), name: "idea.hide", args: { ideas: ["i1"], reason: "Upprepning" } },
    ] as Command[];
    const done = [
      { id: newId(), name: "idea.hide", args: { ideas: ["i1"] } },
      { id: newId(), name: "action.update", args: { action: "a1", status: "done" } },
    ] as Command[];
    for (const command of [...typed, ...done]) await box.add(command, 0);
    await box.settle([...typed, ...done].map(refused));
    expect(box.refused.map(({ command }) => command.id)).toEqual(typed.map(({ id }) => id));
  });

  it("keeps nothing of a refused vote, which has no text to lose", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const vote: Command = { id: newId(), name: "vote.set", args: { target: "i1", points: 1 } };
    await box.add(vote, 0);
    await box.settle([refused(vote)]);
    expect(await store.all("me")).toEqual([]);
  });

  it("keeps no address that was refused", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const ask: Command = { id: newId(), name: "summary.request", args: { email: "noor@exempel.se" } };
    await box.add(ask, 0);
    await box.settle([refused(ask)]);
    expect(await store.all("me")).toEqual([]);
  });

  it("does not give one person's commands to another", async () => {
    const box = await openBox(await openPageStore(), "ana");
    await box.add(capture("Anas"), 0);
    expect(textsIn(await openBox(await openPageStore(), "ben"))).toEqual([]);
  });

  it("is sent by each tab where a browser lets none have a lock", async () => {
    const request = vi.fn(async () => Promise.reject(new DOMException("denied", "SecurityError")));
    vi.stubGlobal("navigator", { locks: { request } });
    const box = await openBox(await openPageStore());
    await vi.waitFor(() => expect(box.sender).toBe(true));
    expect(request).toHaveBeenCalledTimes(1);
  });

  it("is sent by one tab; the next takes over when that one closes", async () => {
    const store = await openPageStore();
    const first = await openBox(store);
    const second = await openBox(store);
    expect([first.sender, second.sender]).toEqual([true, false]);
    first.close();
    await vi.waitFor(() => expect(second.sender).toBe(true));
  });

  it("is taken over by the tab that somebody looks at", async () => {
    const store = await openPageStore();
    const first = await openBox(store);
    const second = await openBox(store);
    second.claim(true);
    await vi.waitFor(() => expect([first.sender, second.sender]).toEqual([false, true]));
  });

  it("is taken over by a tab that is opened in front, since the one that sends may be asleep", async () => {
    const store = await openPageStore();
    const asleep = await openBox(store);
    const opened = new Outbox(store, "me", { changed: () => {}, decided: () => {}, settled: () => {} });
    boxes.push(opened);
    await opened.open(undefined, true);
    await vi.waitFor(() => expect([asleep.sender, opened.sender]).toEqual([false, true]));
  });

  it("shows the same in all tabs, and tells all of them what was decided", async () => {
    const store = await openPageStore();
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

describe("a tab that reads slowly", () => {
  it("shows what the answer is about, though that comes before it has read it", async () => {
    const sender = await openBox(new SharedStore());
    const store = new SharedStore();
    vi.spyOn(store, "all").mockImplementation(() => new Promise(() => {}));
    const shown: string[][] = [];
    const slow: Outbox = new Outbox(store, "me", { changed: () => void shown.push(textsIn(slow)), decided: () => {}, settled: () => {} });
    boxes.push(slow);
    void slow.open();
    const command = capture("från den andra");
    await sender.add(command, 0);
    await sender.settle([accepted(command)]);
    await vi.waitFor(() => expect(shown).toEqual([["från den andra"], []]));
  });
});

describe("while it is being settled", () => {
  /** Work that the device is slow with, until it is let go on. */
  function slow(store: Store, work: "put" | "remove"): () => void {
    const real = store[work].bind(store) as (what: unknown) => Promise<void>;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    vi.spyOn(store, work).mockImplementation(async (what: unknown) => {
      await gate;
      await real(what);
    });
    return goOn;
  }

  it("a refused text is in no moment nowhere", async () => {
    const store = new SharedStore();
    const box = await openBox(store);
    const command = capture("för sent");
    await box.add(command, 0);
    const goOn = slow(store, "put");
    const settled = box.settle([refused(command)]);
    const shown = () => [textsIn(box), box.refused.map((entry) => entry.command.id)];
    expect(shown()).toEqual([[], [command.id]]);
    await box.reload();
    expect(shown()).toEqual([[], [command.id]]);
    goOn();
    await settled;
    await box.reload();
    expect(shown()).toEqual([[], [command.id]]);
  });

  it("what was taken does not come back, though another tab writes just then", async () => {
    const store = new SharedStore();
    const box = await openBox(store);
    const [one, two] = [capture("ett"), capture("två")];
    await box.add(one, 0);
    await box.add(two, 0);
    const goOn = slow(store, "remove");
    const settled = box.settle([accepted(one), accepted(two)]);
    await box.reload();
    expect(textsIn(box)).toEqual([]);
    goOn();
    await settled;
    expect([textsIn(box), await store.all("me")]).toEqual([[], []]);
  });

  it("what was taken leaves the device once what is seen of it is kept, and not before", async () => {
    const store = new SharedStore();
    let left: string[] = [];
    const handlers = { changed: () => {}, decided: () => {}, settled: () => {}, leaving: async () => void (left = (await store.all("me")).map((entry) => entry.command.id)) };
    const box = new Outbox(store, "me", handlers);
    boxes.push(box);
    await box.open();
    const command = capture("ett");
    await box.add(command, 0);
    await box.settle([accepted(command)]);
    expect([left, await store.all("me")]).toEqual([[command.id], []]);
  });
});

describe("a device that stops storing", () => {
  /** As when the browser has closed the database of a page in the background: each transaction throws. */
  function closeDatabases(): void {
    for (const db of databases) db.close();
  }
  const databases: IDBDatabase[] = [];

  beforeEach(() => {
    databases.length = 0;
    const open = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, "open").mockImplementation((...name) => {
      const request = open(...name);
      request.addEventListener("success", () => databases.push(request.result));
      return request;
    });
  });

  async function breakable(): Promise<{ device: Keeping; store: Store }> {
    const device = await openDeviceStore();
    const store = new PageStore(async () => device);
    await store.opened;
    return { device, store };
  }

  function breakDevice(device: Keeping): void {
    for (const work of ["add", "put", "remove"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("gone"));
  }

  it("is opened again when the browser has closed its database", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    closeDatabases();
    await Promise.all([box.add(capture("ett"), 0), box.add(capture("två"), 0)]);
    closeDatabases();
    expect((await store.all("me")).map(({ command }) => command.name)).toHaveLength(2);
    expect([box.durable, textsIn(box)]).toEqual([true, ["ett", "två"]]);
  });

  it("keeps in memory what cannot be stored, in its place, and says so", async () => {
    const { device, store } = await breakable();
    const [, box] = [await openBox(store), await openBox(store)];
    await box.add(capture("ett"), 0);
    breakDevice(device);
    const lost = capture("två");
    await box.add(lost, 0);
    // No other tab can see it: this one sends it, whoever else does.
    expect([box.durable, box.sender]).toEqual([false, true]);
    vi.mocked(device.add).mockRestore();
    await box.add(capture("tre"), 0);
    await box.reload();
    expect([box.durable, textsIn(box)]).toEqual([false, ["ett", "två", "tre"]]);
    await box.settle([accepted(lost)]);
    await box.reload();
    expect([box.durable, box.sender, textsIn(box)]).toEqual([true, false, ["ett", "tre"]]);
  });

  it("keeps what was refused, and lets go of what was accepted, whatever the device says", async () => {
    const told: Result[] = [];
    const { device, store } = await breakable();
    const box = await openBox(store, "me", told);
    const [one, two] = [capture("ett"), capture("två")];
    await box.add(one, 0);
    await box.add(two, 0);
    breakDevice(device);
    await box.settle([refused(one), accepted(two)]);
    expect(told).toHaveLength(2);
    await box.reload();
    expect(box.refused.map(({ command }) => command.id)).toEqual([one.id]);
    await box.dismiss(box.refused[0]!);
    expect(box.refused).toEqual([]);
  });

  it("takes what it could not store along to whom the device is now", async () => {
    const { device, store } = await breakable();
    const before = await openBox(store, "participant:w1:p1");
    breakDevice(device);
    await before.add(capture("i minnet"), 0);
    before.close();
    const now = new Outbox(store, "participant:w1:p2", { changed: () => {}, decided: () => {}, settled: () => {} });
    boxes.push(now);
    await now.open("participant:w1:");
    expect([textsIn(now), now.durable, now.sender]).toEqual([["i minnet"], false, true]);
  });

  it("stores what is written though it keeps no pictures", async () => {
    const open = vi.mocked(indexedDB.open).getMockImplementation()!;
    vi.mocked(indexedDB.open).mockImplementation((...name) => {
      if (name[0] === "ideahub-seen") throw new DOMException("full", "QuotaExceededError");
      return open(...name);
    });
    const store = await openPageStore();
    const box = await openBox(store);
    await box.add(capture("ett"), 0);
    expect([box.durable, await store.seen("428617"), (await store.all("me")).length]).toEqual([true, undefined, 1]);
  });

  it("is in nobody's way who wants its database otherwise, and keeps in memory from then on", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    await box.add(capture("ett"), 0);
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open("ideahub", 2);
      asked.onsuccess = () => resolve(asked.result);
      asked.onblocked = () => reject(new Error("blocked"));
    });
    await box.add(capture("två"), 0);
    await box.reload();
    expect([box.durable, textsIn(box)]).toEqual([false, ["ett", "två"]]);
    newer.close();
  });

  it("keeps what it knows while nothing can be read", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    await box.add(capture("ett"), 0);
    vi.spyOn(store, "all").mockRejectedValue(new Error("gone"));
    await box.reload();
    expect(textsIn(box)).toEqual(["ett"]);
  });
});

describe("a device that stores nothing", () => {
  it("keeps commands in memory for as long as the page is there, and says that it does", async () => {
    vi.stubGlobal("indexedDB", { open: () => { throw new DOMException("private", "SecurityError"); } });
    const store = await openStore();
    expect(store).toBeInstanceOf(MemoryStore);
    const box = await openBox(store);
    await box.add(capture("i minnet"), 0);
    box.close();
    const anew = await openBox(await openStore());
    expect([anew.durable, textsIn(anew)]).toEqual([false, ["i minnet"]]);
  });
});
