import "fake-indexeddb/auto";

import { describe, expect, it, vi } from "vitest";

import type { Command, Result } from "../protocol/types";
import { newId } from "./ids";
import type { Outbox } from "./outbox";
import { openPageStore } from "./pagestore";
import type { Store } from "./store";
import { accepted, boxOf, capture, openBox, refused, startEmpty, textsIn } from "./testing/boxes";
import { SharedStore, stubChannels, TabStore } from "./testing/tabs";

startEmpty();

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
    const now = boxOf(store, "participant:w1:p2");
    await now.open("participant:w1:");
    expect(textsIn(now)).toEqual(["ett", "två"]);
    expect(textsIn(await openBox(store, "participant:w2:p1"))).toEqual(["annat"]);
  });

  it("is found by the code of its workshop, whoever wrote it", async () => {
    const store = await openPageStore();
    const box = await openBox(store, "participant:w1:p1", { code: "428617" });
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

  it("keeps a refused vote, so that it is known that it does not count", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const vote: Command = { id: newId(), name: "vote.set", args: { target: "i1", points: 1 } };
    await box.add(vote, 0);
    await box.settle([refused(vote)]);
    expect((await store.all("me")).map(({ refusal }) => refusal?.code)).toEqual(["closed"]);
  });

  it("keeps nothing of a suggestion that was wanted back and could not be taken back: it stands", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const suggest: Command = { id: newId(), name: "action.suggest", args: { suggestion: newId(), title: "Ring kommunen" } };
    await box.add(suggest, 0);
    await box.settle([{ id: suggest.id, ok: false, code: "invalid", field: "suggestion", detail: "Förslaget finns redan." }]);
    expect([box.refused, await store.all("me")]).toEqual([[], []]);
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
    const opened = boxOf(store);
    await opened.open(undefined, true);
    await vi.waitFor(() => expect([asleep.sender, opened.sender]).toEqual([false, true]));
  });

  it("shows the same in all tabs, and tells all of them what was decided", async () => {
    const store = await openPageStore();
    const told: Result[] = [];
    const first = await openBox(store);
    const second = await openBox(store, "me", { told });
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
    const slow: Outbox = boxOf(store, "me", { changed: () => void shown.push(textsIn(slow)) });
    void slow.open();
    const command = capture("från den andra");
    await sender.add(command, 0);
    await sender.settle([accepted(command)]);
    await vi.waitFor(() => expect(shown).toEqual([["från den andra"], []]));
  });

  it("lets nothing wait again that both tabs were answered for in the same moment", async () => {
    stubChannels();
    const store = new SharedStore();
    const other = await openBox(store);
    const command = capture("från båda");
    await other.add(command, 0);
    const shown: string[][] = [];
    const box: Outbox = boxOf(store, "me", { changed: () => void shown.push(textsIn(box)) });
    await box.open();
    expect(textsIn(box)).toEqual(["från båda"]);
    shown.length = 0;
    await Promise.all([other.settle([accepted(command)]), box.settle([accepted(command)])]);
    await box.reload();
    expect(shown.flat()).toEqual([]);
  });

  it("shows nothing again that was taken since it began to read", async () => {
    const shared = new SharedStore();
    const sender = await openBox(shared);
    const store = new TabStore(shared);
    const shown: string[][] = [];
    const slow: Outbox = boxOf(store, "me", { changed: () => void shown.push(textsIn(slow)) });
    await slow.open();
    const command = capture("från den andra");
    await sender.add(command, 0);
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(["från den andra"]));
    const before = await shared.all("me");
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    vi.spyOn(store, "all").mockImplementation(async () => {
      await gate;
      return before;
    });
    const reading = slow.reload();
    await sender.settle([accepted(command)]);
    await vi.waitFor(() => expect(textsIn(slow)).toEqual([]));
    shown.length = 0;
    goOn();
    await reading;
    expect(shown.flat()).toEqual([]);
    expect(shown).not.toEqual([]);
  });
});

describe("while it is being settled", () => {
  /** Work that the device is slow with, until it is let go on. */
  function slow(store: Store, work: "amend" | "remove"): () => void {
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
    const goOn = slow(store, "amend");
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
    const leaving = async () => void (left = (await store.all("me")).map((entry) => entry.command.id));
    const box = await openBox(store, "me", { leaving });
    const command = capture("ett");
    await box.add(command, 0);
    await box.settle([accepted(command)]);
    expect([left, await store.all("me")]).toEqual([[command.id], []]);
  });
});

describe("a refused text that is sent again", () => {
  const again = (command: Command) => ({ ...command, id: newId() }) as Command;

  it("takes the place of the old one with one stroke: a page that dies then left nothing of that", async () => {
    const store = await openPageStore();
    const box = await openBox(store);
    const command = capture("för sent");
    await box.add(command, 0);
    await box.settle([refused(command)]);
    // Nothing else that the page begins is carried out.
    vi.spyOn(store, "remove").mockReturnValue(new Promise(() => {}));
    await box.add(again(command), 0, undefined, box.refused[0]);
    expect([textsIn(box), box.refused]).toEqual([["för sent"], []]);
    const next = await openBox(await openPageStore());
    expect([textsIn(next), next.refused]).toEqual([["för sent"], []]);
  });

  it("is what stays, though the refusal of the old one had not been written down", async () => {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const store = await openPageStore();
    const box = await openBox(store, "me", { leaving: () => gate });
    const command = capture("för sent");
    await box.add(command, 0);
    const amend = vi.spyOn(store, "amend");
    const settled = box.settle([refused(command)]);
    await box.add(again(command), 0, undefined, box.refused[0]);
    goOn();
    await settled;
    await box.reload();
    expect([textsIn(box), box.refused]).toEqual([["för sent"], []]);
    // A device that did not take it would leave it in memory.
    expect(amend).not.toHaveBeenCalled();
  });

  it.each(["sent it again", "threw it away"])("does not come back where another tab %s before its refusal was written down", async (what) => {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const decides = await openBox(await openPageStore(), "me", { leaving: () => gate });
    const other = await openBox(await openPageStore());
    const command = capture("för sent");
    await decides.add(command, 0);
    const settled = decides.settle([refused(command)]);
    await vi.waitFor(() => expect(other.refused).toHaveLength(1));
    if (what === "sent it again") await other.add(again(command), 0, undefined, other.refused[0]);
    else await other.dismiss(other.refused[0]!);
    goOn();
    await settled;
    await decides.reload();
    const next = await openBox(await openPageStore());
    const left = what === "sent it again" ? ["för sent"] : [];
    for (const box of [decides, next]) expect([textsIn(box), box.refused]).toEqual([left, []]);
  });

  it("goes from the screens of all tabs as it takes its place", async () => {
    const store = await openPageStore();
    const [first, second] = [await openBox(store), await openBox(store)];
    const command = capture("för sent");
    await first.add(command, 0);
    await first.settle([refused(command)]);
    await vi.waitFor(() => expect(second.refused).toHaveLength(1));
    await first.add(again(command), 0, undefined, first.refused[0]);
    await vi.waitFor(() => expect([textsIn(second), second.refused]).toEqual([["för sent"], []]));
  });
});
