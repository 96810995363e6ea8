import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Session } from "./session.svelte";
import { device, meetAnew, openSession, server, wait } from "./testing/meeting";

meetAnew();

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

/** The server answers that one is to come again in 20 s; counts how often it was asked. */
function askForPatience(path: string): () => number {
  const { fetch } = globalThis;
  let asked = 0;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    if (!url.includes(path)) return fetch(url, init);
    asked += 1;
    const headers = { "Content-Type": "application/json", "Retry-After": "20" };
    return Promise.resolve(new Response(JSON.stringify({ code: "unavailable", detail: "" }), { status: 503, headers }));
  });
  return () => asked;
}

/** The device loses its network for a moment, and somebody looks at it. */
async function disturb(): Promise<void> {
  device.setOnline(false);
  device.setOnline(true);
  await wait(2);
  device.show();
  await wait(2);
}

describe("what the server asked to wait is waited, whoever looks", () => {
  let session: Session;

  it("with a snapshot", async () => {
    session = await openSession();
    const asked = askForPatience("/snapshot/");
    server.restore("e2", server.state);
    await wait(1);
    await disturb();
    await wait(14);
    expect(asked()).toBe(1);
    // No back-off on top of it, since somebody looked.
    await wait(1.1);
    expect(asked()).toBe(2);
  });

  it("with the long poll", async () => {
    server.noSockets = true;
    session = await openSession();
    await wait(15);
    const asked = askForPatience("/events/");
    await wait(16);
    const before = asked();
    expect(before).toBeGreaterThan(0);
    await disturb();
    await wait(4);
    expect(asked()).toBe(before);
    await wait(20);
    expect(asked()).toBe(before + 1);
  });

  it("with another socket", async () => {
    session = await openSession();
    for (const socket of [...server.sockets]) {
      socket.tell({ type: "bye", reason: "draining", retry_after_s: 20 });
      socket.drop(1012);
    }
    await wait(1);
    await disturb();
    await wait(14);
    expect(server.opened).toBe(1);
    await wait(1.1);
    expect([server.opened, session.link.kind]).toEqual([2, "live"]);
  });
});
