import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Session } from "./session.svelte";
import { meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { Locks, SharedStore, stubChannels } from "./testing/tabs";

let session: Session;

meetAnew();

/** The link lives, and what is sent through it gets no answer. Answers what ends that. */
function swallowPushes(): () => void {
  const heard = server.heard.bind(server);
  const silent = vi.spyOn(server, "heard").mockImplementation((socket, frame) => void (frame.type !== "push" && heard(socket, frame)));
  return () => silent.mockRestore();
}

function cannotSave() {
  for (const socket of server.sockets) socket.tell({ type: "error", code: "unavailable", detail: "" });
}

async function comeBack() {
  for (const socket of [...server.sockets]) socket.drop(4412);
  await wait(10);
}

beforeEach(async () => {
  session = await openSession();
});

describe("a server that can save nothing", () => {
  it("is told of from the moment it says so, while it comes and goes, until it has decided something", async () => {
    expect(session.unsaved).toBe(false);
    const hear = swallowPushes();
    void write(session, "Träd");
    await wait(1);
    cannotSave();
    expect(session.unsaved).toBe(true);
    await comeBack();
    expect([session.link.kind, session.unsaved]).toEqual(["live", true]);
    hear();
    await comeBack();
    expect([texts(session), session.unsaved]).toEqual([["Träd"], false]);
  });

  it("is over with the next contact where nothing waits", async () => {
    cannotSave();
    expect(session.unsaved).toBe(true);
    await comeBack();
    expect([session.link.kind, session.unsaved]).toEqual(["live", false]);
  });

  it("is told of where commands are posted", async () => {
    server.noSockets = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(60);
    const { fetch } = globalThis;
    const away = JSON.stringify({ code: "unavailable", detail: "" });
    vi.stubGlobal("fetch", async (...asked: Parameters<typeof fetch>) =>
      asked[1]?.method === "POST" ? new Response(away, { status: 503, headers: { "Content-Type": "application/json" } }) : fetch(...asked),
    );
    void write(session, "Träd");
    await wait(1);
    expect([session.waiting.length, session.unsaved]).toEqual([1, true]);
    vi.stubGlobal("fetch", fetch);
    await wait(60);
    expect([session.waiting.length, session.unsaved]).toEqual([0, false]);
  });

  it("is told of first, where it does not answer either", async () => {
    for (const socket of server.sockets) socket.tell({ type: "error", code: "unavailable", detail: "" });
    swallowPushes();
    void write(session, "Träd");
    await wait(10);
    expect([session.unanswered, session.hitch]).toEqual([true, "unsaved"]);
  });

  it("is not told of other errors", () => {
    for (const socket of server.sockets) socket.tell({ type: "error", code: "malformed", detail: "" });
    expect(session.unsaved).toBe(false);
  });
});

describe("a server that does not answer what it was sent", () => {
  it("is told of after some seconds, until it answers", async () => {
    const answer = swallowPushes();
    void write(session, "Träd");
    await wait(3);
    expect([session.link.kind, session.hitch]).toEqual(["live", null]);
    await wait(3);
    expect([session.link.kind, session.hitch]).toEqual(["live", "unanswered"]);
    answer();
    await wait(10);
    expect([texts(session), session.waiting, session.hitch]).toEqual([["Träd"], [], null]);
  });

  it("is told of as often as it happens, and as long after what it answered last", async () => {
    const answer = swallowPushes();
    void write(session, "ett");
    await wait(6);
    answer();
    await wait(10);
    swallowPushes();
    void write(session, "två");
    await wait(3);
    expect(session.hitch).toBe(null);
    await wait(3);
    expect(session.hitch).toBe("unanswered");
  });

  it("is told of in the tab that sends alone: another one is not told how it goes", async () => {
    vi.stubGlobal("navigator", { locks: new Locks(), onLine: true });
    stubChannels();
    const store = new SharedStore();
    const beside = await openSession({ store });
    const sending = await openSession({ store });
    server.slowUntil = Date.now() + 5000;
    void write(beside, "Träd");
    await wait(5);
    expect([sending, beside].map(({ waiting, hitch }) => [waiting.length, hitch])).toEqual([[1, null], [1, null]]);
    await wait(10);
    swallowPushes();
    void write(beside, "Bänkar");
    await wait(8);
    expect([sending, beside].map(({ waiting, hitch }) => [waiting.length, hitch])).toEqual([[1, "unanswered"], [1, null]]);
  });

  it("is another matter than no contact, and than a phone that was too fast and rests", async () => {
    server.slowUntil = Date.now() + 5000;
    void write(session, "ett");
    await wait(5);
    expect([session.waiting.length, session.hitch]).toEqual([1, null]);
    await wait(5);
    server.stop();
    void write(session, "två");
    await wait(10);
    expect([session.waiting.length, session.link.kind === "live", session.hitch]).toEqual([1, false, null]);
  });
});
