import { describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import { MemoryStore } from "./memorystore";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { Device } from "./testing/device";
import { device, meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { SharedStore, stubChannels } from "./testing/tabs";

meetAnew();

describe("a session that sends", () => {
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

  it("takes what is written after its writer removed all for made after that, also by a clock that is slow", async () => {
    const session = await openSession();
    const erased_at = new Date(session.serverNow() + 60_000).toISOString();
    session.confirmed = { ...session.confirmed!, me: { ...session.confirmed!.me!, erased_at } };
    server.stop();
    void write(session, "nytt");
    await wait(1);
    expect(session.waiting.map(({ made }) => made > Date.parse(erased_at))).toEqual([true]);
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

  it("tells whoever waits for a vote that a later one stands for, and for what was thrown away", async () => {
    const session = await openSession();
    const decide = server.decide.bind(server);
    vi.spyOn(server, "decide").mockImplementation((command, by) => {
      if (command.name === "vote.set" && command.args.points === 1) return { id: command.id, ok: false, code: "too_fast" };
      return decide(command, by);
    });
    server.startActivity("a2");
    const votes = [1, 2].map((points) => session.send("vote.set", { target: "t1", points }));
    await wait(10);
    expect(await Promise.all(votes)).toMatchObject([{ ok: true }, { ok: true }]);
    server.stop();
    const kept = write(session, "kastad");
    await wait(1);
    await session.dismiss(session.waiting[0]!);
    expect(await kept).toMatchObject({ ok: false, code: "dismissed" });
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

  it("keeps which language the reason is in", async () => {
    let language: "sv" | "en" = "sv";
    const session = await openSession({ language: () => language });
    server.refuse = "not_open";
    await write(session, "för sent");
    language = "en";
    await write(session, "too late");
    expect(session.refused.map(({ refusal }) => refusal?.lang)).toEqual(["sv", "en"]);
  });

  it("sends a refused text again once, though it is asked to twice", async () => {
    const session = await openSession();
    server.refuse = "not_open";
    await write(session, "för sent");
    server.refuse = null;
    const [entry] = session.refused;
    const asked = [session.retry(entry!), session.retry(entry!)];
    await wait(1);
    expect(await Promise.all(asked)).toMatchObject([{ ok: true }, { ok: true }]);
    expect([server.heardCommands.length, server.ideasByText(), session.refused]).toEqual([2, ["för sent"], []]);
  });

  it("can be asked again to send what was refused anew", async () => {
    const session = await openSession();
    server.refuse = "not_open";
    await write(session, "för sent");
    expect((await session.retry(session.refused[0]!)).ok).toBe(false);
    server.refuse = null;
    expect((await session.retry(session.refused[0]!)).ok).toBe(true);
    expect([server.ideasByText(), session.refused]).toEqual([["för sent"], []]);
  });

  it("tells of a refusal once the text can be read, and which one it is", async () => {
    const store = new MemoryStore();
    const put = store.put.bind(store);
    vi.spyOn(store, "put").mockImplementation(async (entry) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await put(entry);
    });
    const session = await openSession({ store });
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
    const before = await openSession({ store });
    server.stop();
    for (const text of ["ett", "två"]) void write(before, text);
    await wait(1);
    before.stop();
    server.start();
    const decide = vi.spyOn(server, "decide");
    decide.mockImplementation(({ id }) => ({ id, ok: false, code: "invalid", field: "id", detail: "Det hade redan kommit fram." }));
    const told: string[] = [];
    const anew = await openSession({ store, unheard: (detail) => void told.push(detail) });
    expect([anew.waiting, anew.refused, await store.all("me")]).toEqual([[], [], []]);
    expect(told).toEqual(["Det hade redan kommit fram."]);
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

  it("sends from a tab that is opened in front while the one before it sleeps", async () => {
    const withTabs = new Device();
    withTabs.tabs = true;
    withTabs.install();
    stubChannels();
    const store = new SharedStore();
    await openSession({ store });
    for (const socket of server.sockets) server.left(socket);
    const inFront = await openSession({ store });
    void write(inFront, "från den nya");
    await wait(2);
    expect(server.ideasByText()).toEqual(["från den nya"]);
  });

  it("goes on with what an earlier page left in the outbox", async () => {
    const store = new MemoryStore();
    const first = await openSession({ store });
    server.stop();
    void write(first, "före omstart");
    await wait(1);
    first.stop();
    server.start();
    const second = await openSession({ store });
    await wait(2);
    expect(second.waiting).toEqual([]);
    expect(server.ideasByText()).toEqual(["före omstart"]);
  });
});
