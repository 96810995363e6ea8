import "fake-indexeddb/auto";

import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Command, Result } from "../protocol/types";
import { openDeviceStore } from "./devicestore";
import { newId } from "./ids";
import { MemoryStore } from "./memorystore";
import { openPageStore, PageStore } from "./pagestore";
import { type Keeping, openStore, type Store } from "./store";
import { accepted, boxOf, capture, openBox, refused, startEmpty, textsIn } from "./testing/boxes";

startEmpty();

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
    for (const work of ["add", "put", "amend", "remove"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("gone"));
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
    const box = await openBox(store, "me", { told });
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

  it("sends a refused text again from memory, and has the old one no more", async () => {
    const { device, store } = await breakable();
    const box = await openBox(store);
    const command = capture("för sent");
    await box.add(command, 0);
    await box.settle([refused(command)]);
    vi.spyOn(device, "add").mockRejectedValue(new Error("full"));
    await box.add({ ...command, id: newId() } as Command, 0, undefined, box.refused[0]);
    await box.reload();
    expect([textsIn(box), box.refused, box.durable]).toEqual([["för sent"], [], false]);
    vi.mocked(device.add).mockRestore();
    await box.recover();
    const next = await openBox(await openPageStore());
    expect([textsIn(next), next.refused]).toEqual([["för sent"], []]);
  });

  it("has a refused text no more that it held in memory, once that is sent again", async () => {
    const { device, store } = await breakable();
    const box = await openBox(store);
    const command = capture("för sent");
    vi.spyOn(device, "add").mockRejectedValueOnce(new Error("full"));
    await box.add(command, 0);
    await box.settle([refused(command)]);
    expect(store.held()).toHaveLength(1);
    await box.add({ ...command, id: newId() } as Command, 0, undefined, box.refused[0]);
    await box.reload();
    expect([textsIn(box), box.refused, store.held()]).toEqual([["för sent"], [], []]);
  });

  it("takes what it could not store along to whom the device is now", async () => {
    const { device, store } = await breakable();
    const before = await openBox(store, "participant:w1:p1");
    breakDevice(device);
    await before.add(capture("i minnet"), 0);
    before.close();
    const now = boxOf(store, "participant:w1:p2");
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
