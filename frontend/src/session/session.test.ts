import { describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import { meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { idea } from "./testing/samples";
import { SharedStore, TabStore } from "./testing/tabs";

meetAnew();

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
    const first = await openSession({ store: tab, remember: true });
    void write(first, "hann fram");
    await wait(ms / 1000);
    tab.kill();
    first.stop();
    server.stop();
    const second = await openSession({ store, remember: true });
    expect(texts(second)).toEqual(["hann fram"]);
    server.start();
    await wait(30);
    expect([texts(second), server.ideasByText(), second.waiting]).toEqual([["hann fram"], ["hann fram"], []]);
  });

  it("says no less of one's own when the tab was killed a moment after the room's word of it came", async () => {
    const store = new SharedStore();
    const tab = new TabStore(store);
    const first = await openSession({ store: tab, remember: true });
    const id = newId();
    server.loseEvents = 1;
    void first.send("idea.capture", { idea: id, column: "c1", text: "syns i rummet" });
    await wait(0.1);
    for (const socket of server.sockets) socket.tell({ type: "you", own: [id] });
    await wait(0.95);
    const shown = first.state?.ideas;
    expect(shown).toMatchObject([{ id, room: true }]);
    tab.kill();
    first.stop();
    server.stop();
    const second = await openSession({ store, remember: true });
    expect([second.state?.ideas, second.state?.me?.ideas]).toEqual([shown, []]);
  });

  it("says no less of it a second after what became of it was told to oneself", async () => {
    const store = new SharedStore();
    const tab = new TabStore(store);
    const first = await openSession({ store: tab, remember: true });
    await wait(1);
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [idea("i1", { status: "hidden" })], own: ["i1"] });
    await wait(1.1);
    tab.kill();
    first.stop();
    server.stop();
    const second = await openSession({ store, remember: true });
    expect(second.state?.me?.ideas).toMatchObject([{ id: "i1", status: "hidden" }]);
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
});
