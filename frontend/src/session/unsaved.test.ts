import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Session } from "./session.svelte";
import { meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";

let session: Session;

meetAnew();

beforeEach(async () => {
  session = await openSession();
});

describe("a server that can save nothing", () => {
  it("is told of from the moment it says so, while it comes and goes, until it has decided something", async () => {
    expect(session.unsaved).toBe(false);
    for (const socket of server.sockets) socket.tell({ type: "error", code: "unavailable", detail: "" });
    expect(session.unsaved).toBe(true);
    for (const socket of [...server.sockets]) socket.drop(4412);
    await wait(10);
    expect([session.link.kind, session.unsaved]).toEqual(["live", true]);
    void write(session, "Träd");
    await wait(1);
    expect([texts(session), session.unsaved]).toEqual([["Träd"], false]);
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

  it("is not told of other errors", () => {
    for (const socket of server.sockets) socket.tell({ type: "error", code: "malformed", detail: "" });
    expect(session.unsaved).toBe(false);
  });
});
