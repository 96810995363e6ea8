import "fake-indexeddb/auto";

import { describe, expect, it, vi } from "vitest";

import type { Command } from "../protocol/types";
import { openDeviceStore } from "./devicestore";
import type { Outbox } from "./outbox";
import { openPageStore, PageStore } from "./pagestore";
import type { Keeping, Store } from "./store";
import { accepted, boxOf, capture, refused, startEmpty } from "./testing/boxes";
import { state } from "./testing/samples";

startEmpty();

async function openBox(store: Store, scope = "me", family?: string): Promise<Outbox> {
  const box = boxOf(store, scope, { code: "428617" });
  await box.open(family);
  return box;
}

async function write(box: Outbox, ...texts: string[]): Promise<Command[]> {
  const commands = texts.map(capture);
  for (const command of commands) await box.add(command, 0);
  return commands;
}

function texts(box: Outbox): string[] {
  return box.waiting.map(({ command }) => (command.name === "idea.capture" ? command.args.text : command.name));
}

/** What an earlier visit left on the device. */
async function left(...texts: string[]): Promise<void> {
  const box = await openBox(await openPageStore());
  await write(box, ...texts);
  box.close();
}

/** What the next visit finds there. */
async function found(): Promise<Outbox> {
  return openBox(await openPageStore());
}

/** A device that does not open until it is let. */
function late(): { store: PageStore; open: () => void } {
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { store: new PageStore(() => gate.then(openDeviceStore)), open };
}

/** All that the device still has to do is done. */
async function recovered(box: Outbox): Promise<void> {
  await vi.waitFor(async () => {
    await box.recover();
    expect(box.durable).toBe(true);
  });
}

describe("a device that does not open", () => {
  it("is waited for no longer than a moment, and what is written is held in memory and said to be", async () => {
    vi.useFakeTimers();
    // As some browsers do: nothing is ever heard of it.
    const silent = { addEventListener: { value: () => {} }, removeEventListener: { value: () => {} } };
    vi.spyOn(indexedDB, "open").mockImplementation(() => Object.create(IDBOpenDBRequest.prototype, silent) as IDBOpenDBRequest);
    const opening = openPageStore();
    await vi.advanceTimersByTimeAsync(5000);
    const store = await opening;
    const box = await openBox(store);
    await write(box, "ett", "två");
    expect([texts(box), box.durable, box.sender]).toEqual([["ett", "två"], false, true]);
    expect((await store.ofCode("428617")).map(({ n }) => n)).toEqual(box.waiting.map(({ n }) => n));
  });

  it("once it does, has what it had before what was written meanwhile, and each of them once", async () => {
    await left("äldst", "äldre");
    const { store, open } = late();
    const box = await openBox(store);
    await write(box, "ny", "nyare");
    expect([texts(box), box.durable]).toEqual([["ny", "nyare"], false]);
    open();
    await recovered(box);
    await write(box, "nyast");
    const all = ["äldst", "äldre", "ny", "nyare", "nyast"];
    expect([texts(box), store.held(), texts(await found())]).toEqual([all, [], all]);
  });

  it("puts what is written once it does behind all from before, though that is decided and it counts from one", async () => {
    const { store, open } = late();
    const box = await openBox(store);
    const [before] = await write(box, "kom fram");
    const places = box.waiting.map(({ n }) => n);
    await box.settle([accepted(before!)]);
    open();
    await recovered(box);
    await write(box, "ny", "nyare");
    places.push(...box.waiting.map(({ n }) => n));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect([texts(box), box.durable, texts(await found())]).toEqual([["ny", "nyare"], true, ["ny", "nyare"]]);
  });

  it("has it once where it will not put it there", async () => {
    const { store, open } = late();
    const box = await openBox(store);
    const [before] = await write(box, "kom fram");
    await box.settle([accepted(before!)]);
    open();
    await recovered(box);
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new Error("full");
    });
    await write(box, "ny");
    expect([texts(box), box.durable, texts(await found())]).toEqual([["ny"], false, []]);
    full.mockRestore();
    await recovered(box);
    expect([texts(box), texts(await found())]).toEqual([["ny"], ["ny"]]);
  });

  it("is not given what was decided meanwhile, and is given what was refused, with the reason", async () => {
    const { store, open } = late();
    const box = await openBox(store);
    const [taken, kept] = await write(box, "kom fram", "för sent");
    await box.settle([accepted(taken!), refused(kept!)]);
    expect([texts(box), box.refused.length]).toEqual([[], 1]);
    open();
    await recovered(box);
    const next = await found();
    expect([texts(next), next.refused.map(({ command }) => command.id)]).toEqual([[], [kept!.id]]);
    await box.dismiss(box.refused[0]!);
    expect((await found()).refused).toEqual([]);
  });

  it("gives what somebody wrote there whom the device is no more to whom it is now", async () => {
    const before = await openBox(await openPageStore(), "participant:w1:p1");
    await write(before, "av den förra");
    before.close();
    const { store, open } = late();
    const box = await openBox(store, "participant:w1:p2", "participant:w1:");
    await write(box, "ny");
    open();
    await recovered(box);
    expect(texts(box)).toEqual(["av den förra", "ny"]);
  });

  it("is given what was written once it does, though its meeting was left", async () => {
    const { store, open } = late();
    const box = await openBox(store);
    await write(box, "kvar");
    box.close();
    open();
    await vi.waitFor(() => expect([store.held(), store.durable]).toEqual([[], true]));
    expect(texts(await found())).toEqual(["kvar"]);
  });

  it("is asked again where it failed", async () => {
    await left("äldre");
    const open = vi.fn(openDeviceStore).mockRejectedValueOnce(new DOMException("lost", "UnknownError"));
    const store = new PageStore(open);
    await store.opened;
    const box = await openBox(store);
    await write(box, "ny");
    await recovered(box);
    expect(texts(box)).toEqual(["äldre", "ny"]);
  });
});

describe("a device that does not take what it is given", () => {
  async function opened(): Promise<{ device: Keeping; store: PageStore }> {
    const device = await openDeviceStore();
    const store = new PageStore(async () => device);
    await store.opened;
    return { device, store };
  }

  it("is given it as soon as it does, each text in its place and once", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    await write(box, "ett");
    for (const work of ["add", "put", "amend", "remove"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("full"));
    const [, , late] = await write(box, "två", "tre", "för sent");
    await box.settle([refused(late!)]);
    await box.recover();
    expect([box.durable, (await device.all("me")).length]).toEqual([false, 1]);
    vi.restoreAllMocks();
    await box.recover();
    await write(box, "fyra");
    expect([box.durable, store.held()]).toEqual([true, []]);
    const next = await found();
    expect([texts(next), next.refused.map(({ command }) => command.id)]).toEqual([["ett", "två", "tre", "fyra"], [late!.id]]);
  });

  it("keeps what was refused and goes again until it has that, however often, and the page shows it once", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    const [first] = await write(box, "för sent");
    await box.settle([refused(first!)]);
    const onDevice = async () => (await device.all("me")).map(({ command }) => command.id);
    for (const work of ["add", "put", "amend"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("full"));
    const again = capture("för sent");
    await box.add(again, 0, undefined, box.refused[0]);
    await box.settle([refused(again)]);
    const third = capture("för sent");
    await box.add(third, 0, undefined, box.refused[0]);
    await box.reload();
    expect([box.waiting.map(({ command }) => command.id), box.refused, await onDevice()]).toEqual([[third.id], [], [first!.id]]);
    vi.restoreAllMocks();
    await box.recover();
    expect([box.waiting.map(({ command }) => command.id), box.refused, await onDevice()]).toEqual([[third.id], [], [third.id]]);
  });

  it.each(["once it was taken", "once what goes again is stored"])("does not keep what was refused %s", async (when) => {
    const { device, store } = await opened();
    const box = await openBox(store);
    const [first] = await write(box, "för sent");
    await box.settle([refused(first!)]);
    for (const work of ["add", "put", "amend"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("full"));
    const again = capture("för sent");
    await box.add(again, 0, undefined, box.refused[0]);
    if (when === "once it was taken") await box.settle([accepted(again)]);
    else {
      await box.settle([refused(again)]);
      vi.restoreAllMocks();
      await box.add(capture("för sent"), 0, undefined, box.refused[0]);
    }
    expect([box.refused, (await device.all("me")).length, store.held()]).toEqual([[], when === "once it was taken" ? 0 : 1, []]);
  });

  it("lets nobody wait where it is silent and something goes again", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    const [first] = await write(box, "för sent");
    await box.settle([refused(first!)]);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    for (const work of ["add", "put", "amend", "remove"] as const) vi.spyOn(device, work).mockReturnValue(new Promise<never>(() => {}));
    const slow = write(box, "ett");
    await vi.advanceTimersByTimeAsync(4000);
    await slow;
    await box.add(capture("för sent"), 0, undefined, box.refused[0]);
    expect([texts(box), box.refused]).toEqual([["ett", "för sent"], []]);
  });

  it("is said to take it again once it does, also when what it did not take has been decided by then", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    for (const work of ["add", "put", "amend"] as const) vi.spyOn(device, work).mockRejectedValue(new Error("full"));
    const [mine] = await write(box, "ett");
    await box.settle([accepted(mine!)]);
    await box.recover();
    expect([store.held(), box.durable]).toEqual([[], false]);
    vi.restoreAllMocks();
    await box.recover();
    expect([box.durable, await device.ofCode("428617"), await device.all("")]).toEqual([true, [], []]);
  });

  it.each([accepted, refused])("is given what was decided while it was being given the text: %o", async (decision) => {
    const { device, store } = await opened();
    const box = await openBox(store);
    vi.spyOn(device, "add").mockRejectedValue(new Error("full"));
    const [mine] = await write(box, "ett");
    const put = device.put.bind(device);
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    vi.spyOn(device, "put").mockImplementation(async (entry) => gate.then(() => put(entry)));
    const recovering = box.recover();
    await box.settle([decision(mine!)]);
    goOn();
    await recovering;
    await box.recover();
    const next = await found();
    expect([texts(next), next.refused.length, store.held()]).toEqual([[], decision === refused ? 1 : 0, []]);
  });

  it("stores what is written though it takes long with a picture of the meeting", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    vi.spyOn(device, "keepSeen").mockReturnValue(new Promise(() => {}));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const keeping = store.keepSeen({ code: "428617", state: state(), at: 0, offset: 0 });
    await vi.advanceTimersByTimeAsync(4000);
    await keeping;
    vi.useRealTimers();
    await write(box, "ett");
    expect([box.durable, (await device.all("me")).length]).toEqual([true, 1]);
  });

  it("is given nothing in the place of another text, which stays", async () => {
    const { device } = await opened();
    const there = await device.add({ scope: "me", code: "428617", command: capture("ett"), made: 0 });
    await expect(device.put({ ...there, command: capture("två") })).rejects.toThrow();
    expect(await device.all("me")).toEqual([there]);
  });

  it("keeps it for whoever comes back to the meeting on the same page", async () => {
    const { device, store } = await opened();
    vi.spyOn(device, "add").mockRejectedValue(new Error("full"));
    const box = await openBox(store);
    const [, mine] = await write(box, "ett", "två");
    await box.settle([refused(mine!)]);
    box.close();
    const again = await openBox(store);
    expect([texts(again), again.refused.length, again.durable]).toEqual([["ett"], 1, false]);
    expect((await store.ofCode("428617")).length).toBe(2);
  });

  it("does not have it twice when it takes long and stores it after all", async () => {
    const { device, store } = await opened();
    const box = await openBox(store);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const add = device.add.bind(device);
    const added = vi.fn(add);
    vi.spyOn(device, "add").mockImplementation(async (entry) => {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return added(entry);
    });
    const slow = write(box, "ett");
    await vi.advanceTimersByTimeAsync(4000);
    await slow;
    expect([texts(box), box.durable]).toEqual([["ett"], false]);
    // Nobody waits in vain twice.
    await write(box, "två");
    await box.recover();
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(added).toHaveResolvedTimes(1));
    await vi.waitFor(async () => expect((await device.all("me")).length).toBe(2));
    expect([texts(box), box.durable]).toEqual([["ett", "två"], true]);
  });
});
