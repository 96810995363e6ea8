import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Command } from "../protocol/types";
import { MemoryStore } from "./memorystore";
import { Outbox } from "./outbox";
import type { Session } from "./session.svelte";
import { Device } from "./testing/device";
import { meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { SharedStore, stubChannels } from "./testing/tabs";

meetAnew();

let device: Device;

beforeEach(() => {
  device = new Device();
  device.tabs = true;
  device.install();
  stubChannels();
});

let about: { id: string; number: number; column: string; text: string };

/** An idea that the server has. */
async function written(session: Session): Promise<void> {
  void write(session, "Träd");
  await wait(1);
  about = { id: server.state.ideas.at(-1)!.id, number: 1, column: "c1", text: "Träd" };
}

const takeBack = (session: Session) => session.send("idea.withdraw", { idea: about.id });
const askBack = (session: Session) => session.send("idea.restore", { idea: about.id }, undefined, undefined, about);
const heard = () => server.heardCommands.map(({ name }) => name);

function goOffline(): void {
  server.stop();
  device.setOnline(false);
}

/** A network that looks alive. */
const swallowAll = () => vi.spyOn(server, "heard").mockImplementation(() => {});

async function goOnline(): Promise<void> {
  server.start();
  device.setOnline(true);
  await wait(60);
}

describe("what was not to be sent after all", () => {
  it("does not leave a device that had no network since", async () => {
    const session = await openSession();
    await written(session);
    goOffline();
    const outcome = takeBack(session);
    await wait(60);
    expect(texts(session)).toEqual([]);
    expect(await session.withhold(session.waiting[0]!)).toBe(true);
    expect(await outcome).toMatchObject({ ok: false, code: "dismissed" });
    expect([session.waiting, texts(session)]).toEqual([[], ["Träd"]]);
    await goOnline();
    expect([heard(), server.ideasByText()]).toEqual([["idea.capture"], ["Träd"]]);
  });

  it("stands once it may have arrived, though nobody has answered", async () => {
    const session = await openSession();
    await written(session);
    swallowAll();
    void takeBack(session);
    await wait(1);
    expect(await session.withhold(session.waiting[0]!)).toBe(false);
    expect(session.waiting).toHaveLength(1);
  });

  it("stands where another tab, or an earlier page, may have sent it", async () => {
    const store = new SharedStore();
    const sends = await openSession({ store });
    await written(sends);
    device.visibility = "hidden";
    const behind = await openSession({ store });
    swallowAll();
    void takeBack(sends);
    await wait(1);
    expect(await behind.withhold(behind.waiting[0]!)).toBe(false);
    expect(behind.waiting).toHaveLength(1);
  });

  it("is another tab's to send as well, once that has been the one that sends", async () => {
    const store = new SharedStore();
    const handlers = { changed: () => {}, decided: () => {}, settled: () => {} };
    const [here, there] = [new Outbox(store, "me", handlers), new Outbox(store, "me", handlers)];
    await here.open();
    const entry = await here.add({ id: "c", name: "idea.withdraw", args: { idea: "i1" } } as Command, 0);
    await there.open();
    expect([here.isOurs(entry), there.isOurs(entry)]).toEqual([true, false]);
    there.claim(true);
    await vi.waitFor(() => expect(here.isOurs(entry)).toBe(false));
    here.claim(true);
    await vi.waitFor(() => expect(here.sender).toBe(true));
    expect([here.isOurs(entry), there.isOurs(entry)]).toEqual([false, false]);
    here.close();
    there.close();
  });
});

describe("an idea that is wanted back", () => {
  let session: Session;

  beforeEach(async () => {
    session = await openSession();
    await written(session);
    await takeBack(session);
  });

  it("keeps its text while nobody has answered, over a restart too, and says no more of it than its id", async () => {
    const store = new MemoryStore();
    const before = await openSession({ store });
    goOffline();
    void askBack(before);
    await wait(1);
    before.stop();
    server.start();
    device.setOnline(true);
    const heardIt = swallowAll();
    const again = await openSession({ store });
    expect(again.waiting.map((entry) => entry.about)).toEqual([about]);
    const pushed = heardIt.mock.calls.flatMap(([, frame]) => (frame.type === "push" ? frame.commands : []));
    expect(pushed.map(({ args }) => args)).toEqual([{ idea: about.id }]);
  });

  it("stands with its text and the reason where it is refused, until it is sent again", async () => {
    server.refuse = "not_open";
    const outcome = await askBack(session);
    expect(session.refused).toMatchObject([{ about, refusal: { code: "not_open", detail: "Refused: not_open" } }]);
    expect(outcome).toMatchObject({ ok: false, kept: session.refused[0] });
    expect((await session.retry(session.refused[0]!)).ok).toBe(false);
    expect(session.refused.map((entry) => entry.about)).toEqual([about]);
    server.refuse = null;
    expect((await session.retry(session.refused[0]!)).ok).toBe(true);
    expect(session.refused).toEqual([]);
  });

  it("is kept no more where its writer has removed the text for good", async () => {
    const decide = vi.spyOn(server, "decide");
    decide.mockImplementation(({ id }) => ({ id, ok: false, code: "not_allowed", field: "idea", detail: "Texten är borttagen." }));
    expect(await askBack(session)).toMatchObject({ ok: false, code: "not_allowed", kept: null });
    expect(session.refused).toEqual([]);
    decide.mockImplementation(({ id }) => ({ id, ok: false, code: "not_allowed", detail: "Ni har lämnat över pennan." }));
    expect(await askBack(session)).toMatchObject({ ok: false, kept: { about } });
  });
});
