import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { MemoryStore, type Store } from "./store";
import { Device } from "./testing/device";
import { idea } from "./testing/samples";
import { FakeServer } from "./testing/server";
import { SharedStore, stubChannels, TabStore } from "./testing/tabs";

let server: FakeServer;
let device: Device;
const opened: Session[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  server = new FakeServer();
  device = new Device();
  server.install();
  device.install();
});

afterEach(() => {
  for (const session of opened.splice(0)) session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function openSession(store: Store = new MemoryStore(), unheard?: (detail: string) => void, remember = false): Promise<Session> {
  const session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store, unheard, remember });
  opened.push(session);
  const starting = session.start();
  await wait(1);
  await starting;
  await wait(1);
  return session;
}

async function wait(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

function write(session: Session, text: string) {
  return session.send("idea.capture", { idea: newId(), column: "c1", text });
}

function texts(session: Session): string[] {
  return [...(session.state?.ideas ?? []), ...(session.state?.me?.ideas ?? [])].map(({ text }) => text);
}

describe("a session", () => {
  it("follows what others do", async () => {
    const session = await openSession();
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1", { text: "Från rummet" }) }));
    expect(session.state?.seq).toBe(1);
    expect(texts(session)).toEqual(["Från rummet"]);
  });

  it("shows an idea before the server has answered, and tells its number after", async () => {
    const session = await openSession();
    server.stop();
    const sent = write(session, "Cykelverkstad");
    await wait(0.1);
    expect(session.state?.me?.ideas[0]).toMatchObject({ text: "Cykelverkstad", number: 0 });
    expect(session.waiting).toHaveLength(1);
    server.start();
    await wait(30);
    expect(await sent).toMatchObject({ ok: true, result: { number: 1 } });
    expect(session.waiting).toEqual([]);
    expect(session.state?.me?.ideas).toEqual([]);
    expect(texts(session)).toEqual(["Cykelverkstad"]);
  });

  it("sends what was written offline once each and in order", async () => {
    const session = await openSession();
    server.stop();
    device.setOnline(false);
    for (const text of ["ett", "två", "tre", "fyra", "fem"]) void write(session, text);
    await wait(60);
    expect(session.waiting).toHaveLength(5);
    expect(session.link.kind).toBe("offline");
    server.start();
    device.setOnline(true);
    await wait(5);
    expect(server.ideasByText()).toEqual(["ett", "två", "tre", "fyra", "fem"]);
    expect(session.waiting).toEqual([]);
    expect(session.link.kind).toBe("live");
  });

  it("sends again, in order, what the server says came too fast", async () => {
    const session = await openSession();
    server.slowUntil = Date.now() + 10_000;
    const sent = [write(session, "ett"), write(session, "två")];
    await wait(1);
    expect(session.waiting).toHaveLength(2);
    expect(session.refused).toEqual([]);
    await wait(15);
    expect(await Promise.all(sent)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(server.ideasByText()).toEqual(["ett", "två"]);
  });

  it("publishes no idea that was taken back before it was let through", async () => {
    const session = await openSession();
    const id = newId();
    server.stop();
    void session.send("idea.capture", { idea: id, column: "c1", text: "ångrad" });
    const takenBack = session.send("idea.withdraw", { idea: id });
    server.slowUntil = Date.now() + 30_000;
    server.start();
    await wait(60);
    expect((await takenBack).ok).toBe(true);
    expect([session.waiting, server.ideasByText()]).toEqual([[], []]);
  });

  it("tells a device without a network from a server that does not answer", async () => {
    const session = await openSession();
    server.stop();
    await wait(60);
    expect(session.link.kind).toBe("unreached");
    device.setOnline(false);
    expect(session.link.kind).toBe("offline");
    await wait(60);
    expect(session.link.kind).toBe("offline");
    device.setOnline(true);
    expect(session.link.kind).toBe("reconnecting");
    await wait(60);
    expect(session.link.kind).toBe("unreached");
    server.start();
    await wait(30);
    expect(session.link.kind).toBe("live");
  });

  it("does not take what was still on its way for a network", async () => {
    const session = await openSession();
    const hear = vi.spyOn(server, "heard").mockImplementation(() => {});
    device.setOnline(false);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1", { text: "Från rummet" }) }));
    expect(texts(session)).toEqual(["Från rummet"]);
    expect(session.link.kind).toBe("offline");
    hear.mockRestore();
    device.setOnline(true);
    await wait(5);
    expect(session.link.kind).toBe("live");
  });

  it("sends again when the answer was lost, and it happens once", async () => {
    const session = await openSession();
    server.loseAcks = 2;
    const sent = write(session, "en gång");
    await wait(60);
    expect(await sent).toMatchObject({ ok: true, result: { repeat: true } });
    expect(server.heardCommands.length).toBeGreaterThan(1);
    expect(server.ideasByText()).toEqual(["en gång"]);
    expect(texts(session)).toEqual(["en gång"]);
  });

  it("keeps the text and the reason of what was refused, and can send it again", async () => {
    const session = await openSession();
    server.refuse = "not_open";
    expect(await write(session, "för sent")).toMatchObject({ ok: false, code: "not_open", detail: "Refused: not_open" });
    expect(session.refused.map(({ refusal }) => refusal?.code)).toEqual(["not_open"]);
    expect(texts(session)).toEqual([]);
    server.refuse = null;
    const again = session.retry(session.refused[0]!);
    await wait(1);
    expect((await again).ok).toBe(true);
    expect(session.refused).toEqual([]);
    expect(server.ideasByText()).toEqual(["för sent"]);
  });

  it("tells of a refusal once the text can be read, and which one it is", async () => {
    const store = new MemoryStore();
    const put = store.put.bind(store);
    vi.spyOn(store, "put").mockImplementation(async (entry) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await put(entry);
    });
    const session = await openSession(store);
    server.refuse = "not_open";
    const told = ["ett", "två"].map(async (text) => {
      const outcome = await write(session, text);
      return [text, outcome.ok || session.refused.find((entry) => entry === outcome.kept)?.command.args];
    });
    await wait(5);
    expect(await Promise.all(told)).toMatchObject(["ett", "två"].map((text) => [text, { text }]));
  });

  it("sends a refused text again as what was made when it was, since it may count for that", async () => {
    const session = await openSession();
    server.refuse = "not_found";
    await write(session, "för ett område som togs bort");
    server.refuse = null;
    await wait(60);
    await session.retry(session.refused[0]!, { column: "c2" });
    const [first, again] = server.heardCommands;
    expect([again?.args, again?.made]).toEqual([{ ...first!.args, column: "c2" }, first!.made]);
  });

  it("says once, and keeps no text of, what had arrived before the device joined anew", async () => {
    const store = new MemoryStore();
    const before = await openSession(store);
    server.stop();
    for (const text of ["ett", "två"]) void write(before, text);
    await wait(1);
    before.stop();
    server.start();
    const decide = vi.spyOn(server, "decide");
    decide.mockImplementation(({ id }) => ({ id, ok: false, code: "invalid", field: "id", detail: "Det hade redan kommit fram." }));
    const told: string[] = [];
    const anew = await openSession(store, (detail) => told.push(detail));
    expect([anew.waiting, anew.refused, await store.all("me")]).toEqual([[], [], []]);
    expect(told).toEqual(["Det hade redan kommit fram."]);
  });

  it("shows what was taken for as long as the network is gone before the room's word of it has come", async () => {
    const session = await openSession();
    server.loseEvents = 1;
    void write(session, "hann fram");
    await wait(0.1);
    expect(session.waiting).toEqual([]);
    server.stop();
    await wait(60);
    expect([texts(session), session.state?.seq]).toEqual([["hann fram"], 0]);
    server.start();
    await wait(30);
    expect([texts(session), session.state?.seq]).toEqual([["hann fram"], 1]);
  });

  it("shows nothing any more of what was taken before a backup was put back", async () => {
    const session = await openSession();
    const before = server.state;
    server.loseEvents = 1;
    void write(session, "hann fram");
    await wait(0.1);
    server.restore("e2", before);
    await wait(30);
    expect([texts(session), session.waiting]).toEqual([[], []]);
  });

  it.each([3, 4, 5, 6, 7, 8, 10, 12])("shows it again without a network when the tab was killed %i ms after it was written", async (ms) => {
    const store = new SharedStore();
    const tab = new TabStore(store);
    const first = await openSession(tab, undefined, true);
    void write(first, "hann fram");
    await wait(ms / 1000);
    tab.kill();
    first.stop();
    server.stop();
    const second = await openSession(store, undefined, true);
    expect(texts(second)).toEqual(["hann fram"]);
    server.start();
    await wait(30);
    expect([texts(second), server.ideasByText(), second.waiting]).toEqual([["hann fram"], ["hann fram"], []]);
  });

  it("tells nothing into a socket of which nobody knows whether it leads anywhere, and throws nothing", async () => {
    const unstarted = new Session({ code: "428617", rules: participantRules, scope: () => "me" });
    expect(unstarted.tell({ type: "shown", ideas: ["i1"] })).toBe(false);
    const session = await openSession();
    const heard = vi.spyOn(server, "heard");
    const shown = () => heard.mock.calls.filter(([, { type }]) => type === "shown").length;
    expect([session.tell({ type: "shown", ideas: ["i1"] }), shown()]).toEqual([true, 1]);
    heard.mockImplementationOnce(() => {});
    device.setOnline(false);
    expect([session.tell({ type: "shown", ideas: ["i2"] }), shown()]).toEqual([false, 1]);
    device.setOnline(true);
    await wait(5);
    expect([session.tell({ type: "shown", ideas: ["i2"] }), shown()]).toEqual([true, 2]);
    server.stop();
    expect(session.tell({ type: "shown", ideas: ["i3"] })).toBe(false);
  });

  it("asks for what it missed", async () => {
    const session = await openSession();
    server.loseEvents = 1;
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    expect(session.state?.seq).toBe(0);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i2") }));
    expect(session.state?.seq).toBe(2);
    expect(session.state?.ideas.map(({ id }) => id)).toEqual(["i1", "i2"]);
  });

  it("takes in a burst together, each frame told in its order", async () => {
    const session = await openSession();
    const told: number[] = [];
    session.listen(({ upto }) => told.push(upto));
    for (const id of ["i1", "i2", "i3"]) server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(id) }));
    expect([session.state?.seq, told]).toEqual([1, [1]]);
    await wait(0.1);
    expect([session.state?.seq, told]).toEqual([3, [1, 2, 3]]);
    expect(session.state?.ideas.map(({ id }) => id)).toEqual(["i1", "i2", "i3"]);
  });

  it("waits for nobody with what one did oneself", async () => {
    const session = await openSession();
    for (const id of ["i1", "i2"]) server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(id, { text: id }) }));
    const sent = write(session, "min egen");
    await wait(0.01);
    expect((await sent).ok).toBe(true);
    expect([session.confirmed?.seq, texts(session)]).toEqual([3, ["i1", "i2", "min egen"]]);
  });

  it("shows what one did oneself as the server has it, also when the answer came before it", async () => {
    const session = await openSession();
    const id = newId();
    vi.spyOn(server, "decide").mockImplementationOnce((command) => ({ id: command.id, ok: true, seq: 2, number: 2, status: "shown" }));
    void session.send("idea.capture", { idea: id, column: "c1", text: "min egen" });
    await wait(0.01);
    expect(session.state?.me?.ideas).toHaveLength(1);
    for (const one of ["i1", id]) server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(one) }));
    expect([session.state?.seq, session.state?.me?.ideas]).toEqual([2, []]);
  });

  it("takes in what came before another frame before it", async () => {
    const session = await openSession();
    const mine = idea("mine", { status: "pending" });
    for (const id of ["i1", "mine"]) server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(id) }));
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [mine] });
    await wait(1);
    expect(session.state?.me?.ideas).toEqual([mine]);
  });

  it("does not lay what came before a snapshot on top of it", async () => {
    const session = await openSession();
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    server.restore("another", { ...server.state, ideas: [] });
    const late = { seq: 2, type: "idea.captured", idea: idea("i2") } as const;
    for (const socket of server.sockets) socket.tell({ type: "events", after: 1, upto: 2, events: [late] });
    await wait(1);
    expect(session.confirmed).toMatchObject({ epoch: "another", seq: 1, ideas: [] });
  });

  it("takes a fresh snapshot of another epoch and sends its outbox to it", async () => {
    const session = await openSession();
    const before = server.state;
    server.stop();
    void write(session, "kvar");
    await wait(1);
    server.start();
    server.restore("e2", before);
    await wait(30);
    expect(session.state?.epoch).toBe("e2");
    expect(server.ideasByText()).toEqual(["kvar"]);
  });

  it("uses plain HTTP after three failed sockets, and goes back to a socket", async () => {
    const session = await openSession();
    server.noSockets = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("live");
    expect(server.requests.some((url) => url.includes("/events/"))).toBe(true);
    const sent = write(session, "över http");
    await wait(2);
    expect((await sent).ok).toBe(true);
    expect(texts(session)).toEqual(["över http"]);
    server.noSockets = false;
    await wait(25);
    expect(server.sockets.size).toBe(1);
    const polls = server.requests.length;
    await wait(60);
    expect(server.requests.length).toBe(polls);
  });

  it("recognises a network's sign-in page", async () => {
    const session = await openSession();
    server.captive = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("captive");
    server.captive = false;
    await wait(25);
    expect(session.link.kind).toBe("live");
  });

  it("notices a sign-in page when it sends by HTTP, whatever the waiting poll believes", async () => {
    const session = await openSession();
    server.noSockets = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("live");
    server.captive = true;
    void write(session, "bakom portalen");
    await wait(2);
    expect(session.link.kind).toBe("captive");
    server.captive = false;
    await wait(25);
    expect([session.link.kind, server.ideasByText()]).toEqual(["live", ["bakom portalen"]]);
  });

  it("notices within three seconds of being looked at that the link is dead", async () => {
    const session = await openSession();
    for (const socket of server.sockets) server.left(socket);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    device.show();
    await wait(4);
    expect(session.state?.seq).toBe(1);
  });

  it("takes 25 seconds of silence for a dead link, and no longer", async () => {
    const session = await openSession();
    for (const socket of server.sockets) server.left(socket);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    await wait(22);
    expect([session.state?.seq, session.link.kind]).toEqual([0, "live"]);
    // A second of it is for coming back.
    await wait(4);
    expect(session.state?.seq).toBe(1);
  });

  it("stops for good when it is not let in", async () => {
    const session = await openSession();
    server.stop(4401);
    await wait(60);
    expect(session.link.kind).toBe("not_joined");
    expect(server.sockets.size).toBe(0);
  });

  it("sends from a tab that is opened in front while the one before it sleeps", async () => {
    device = new Device();
    device.tabs = true;
    device.install();
    stubChannels();
    const store = new SharedStore();
    await openSession(store);
    for (const socket of server.sockets) server.left(socket);
    const inFront = await openSession(store);
    void write(inFront, "från den nya");
    await wait(2);
    expect(server.ideasByText()).toEqual(["från den nya"]);
  });

  it("goes on with what an earlier page left in the outbox", async () => {
    const store = new MemoryStore();
    const first = await openSession(store);
    server.stop();
    void write(first, "före omstart");
    await wait(1);
    first.stop();
    server.start();
    const second = await openSession(store);
    await wait(2);
    expect(second.waiting).toEqual([]);
    expect(server.ideasByText()).toEqual(["före omstart"]);
  });
});
