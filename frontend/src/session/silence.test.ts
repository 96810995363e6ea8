import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import { MemoryStore } from "./memorystore";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { Device } from "./testing/device";
import { idea } from "./testing/samples";
import { FakeServer } from "./testing/server";

let server: FakeServer;
let device: Device;
let session: Session;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  server = new FakeServer();
  server.install();
  device = new Device();
  device.install();
  session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: new MemoryStore() });
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function wait(seconds: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(seconds * 1000);
}

async function open(): Promise<void> {
  void session.start();
  await wait(2);
}

/** Where sockets come to nothing. */
async function openPolling(): Promise<void> {
  server.noSockets = true;
  void session.start();
  await wait(15);
  expect(session.link.kind).toBe("live");
}

function write(text: string): void {
  void session.send("idea.capture", { idea: newId(), column: "c1", text });
}

function asked(path: string): number {
  return server.requests.filter((url) => url.includes(path)).length;
}

describe("a network that swallows everything as the page opens", () => {
  it("is said so after a while, and what it swallowed is asked for again", async () => {
    server.network.breaks("silent");
    void session.start();
    await wait(20);
    expect(session.link.kind).toBe("unreached");
    server.network.mend(false);
    await wait(30);
    expect([session.link.kind, session.state?.seq]).toEqual(["live", 0]);
  });

  it("is told from no network at all, which the device says itself", async () => {
    server.network.breaks("silent");
    void session.start();
    await wait(5);
    device.setOnline(false);
    expect(session.link.kind).toBe("offline");
    device.setOnline(true);
    expect(session.link.kind).toBe("reconnecting");
  });

  it.each(["the device is online again", "somebody looks at it again"])("is not waited for any longer when %s", async (what) => {
    server.network.breaks("silent");
    void session.start();
    await wait(5);
    server.network.mend(false);
    if (what.includes("online")) device.setOnline(true);
    else device.show();
    await wait(4);
    expect(session.link.kind).toBe("live");
  });

  it("is not taken for a slow one, whose answer has begun to come", async () => {
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      return new Response(slowly(await answer.text(), init.signal!), { headers: answer.headers });
    });
    void session.start();
    await wait(4);
    device.show();
    await wait(4);
    expect([asked("/snapshot/"), session.state?.seq]).toEqual([1, 0]);
  });

  function slowly(text: string, signal: AbortSignal): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start(body) {
        signal.addEventListener("abort", () => body.error(new DOMException("aborted", "AbortError")));
        setTimeout(() => {
          if (signal.aborted) return;
          body.enqueue(new TextEncoder().encode(text));
          body.close();
        }, 7000);
      },
    });
  }

  it("is told of a server that answers with an error of its own", async () => {
    const { fetch } = globalThis;
    const away = JSON.stringify({ code: "unavailable", detail: "" });
    vi.stubGlobal("fetch", async () => new Response(away, { status: 503, headers: { "Content-Type": "application/json" } }));
    void session.start();
    await wait(1);
    expect(session.link.kind).toBe("unreached");
    vi.stubGlobal("fetch", fetch);
    await wait(30);
    expect(session.link.kind).toBe("live");
  });
});

describe("a network that swallows everything meanwhile", () => {
  it("keeps nobody in a database that has been replaced: a new link asks for the snapshot anew", async () => {
    await open();
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => new Promise((__, reject) => signal!.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")))));
    server.restore("e2", server.state);
    await wait(4);
    vi.stubGlobal("fetch", fetch);
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(4);
    expect([session.link.kind, session.confirmed?.epoch]).toEqual(["live", "e2"]);
  });

  it("keeps no socket that is being opened when somebody looks at it again", async () => {
    await open();
    server.network.breaks("silent");
    await wait(30);
    expect(session.link.kind).toBe("reconnecting");
    server.network.mend(false);
    device.show();
    await wait(1);
    expect(session.link.kind).toBe("live");
  });

  it("gives a socket that is being opened three seconds in all then, and no more for looking again", async () => {
    await open();
    server.network.breaks("silent");
    // The link is dead by now, and another has just been tried.
    await wait(26);
    device.show();
    await wait(2);
    device.show();
    server.network.mend(false);
    await wait(2);
    expect(session.link.kind).toBe("live");
  });

  it("is a dead link after 25 seconds where there is only the long poll", async () => {
    await openPolling();
    // The longest that it takes: something came just before, and the next poll has been heard.
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    await wait(0.2);
    server.network.breaks("silent");
    await wait(25.1);
    expect(session.link.kind).toBe("unreached");
  });

  it("is noticed in three seconds by the long poll when somebody looks at it, and so is its end", async () => {
    await openPolling();
    server.network.breaks("silent");
    device.show();
    await wait(3.1);
    expect(session.link.kind).toBe("unreached");
    await wait(20);
    server.network.mend(false);
    device.show();
    await wait(0.5);
    expect(session.link.kind).toBe("live");
  });

  it("does not hold what is posted when the device is online again", async () => {
    await openPolling();
    server.network.breaks("silent");
    write("kvar");
    await wait(5);
    device.setOnline(false);
    await wait(5);
    server.network.mend(false);
    device.setOnline(true);
    await wait(4);
    expect([server.ideasByText(), session.waiting]).toEqual([["kvar"], []]);
  });

  it("lets what could not be posted go at once when somebody looks at it, but for how long the server asks", async () => {
    await openPolling();
    server.atTheDoor = () => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } });
    write("ett");
    await wait(60);
    server.atTheDoor = null;
    device.show();
    await wait(1);
    expect(server.ideasByText()).toEqual(["ett"]);
    const later = { status: 429, headers: { "Content-Type": "application/json", "Retry-After": "20" } };
    server.atTheDoor = () => new Response(JSON.stringify({ code: "too_fast" }), later);
    write("två");
    await wait(5);
    server.atTheDoor = null;
    device.show();
    await wait(5);
    expect(server.ideasByText()).toEqual(["ett"]);
    await wait(20);
    expect(server.ideasByText()).toEqual(["ett", "två"]);
  });

  it("lets what could not be posted go once the network is back, though nobody says that it is", async () => {
    await openPolling();
    const proxy = vi.spyOn(server.network, "call").mockImplementation(() => Promise.reject(new TypeError("Failed to fetch")));
    write("kvar");
    await wait(60);
    proxy.mockRestore();
    await wait(15);
    expect([session.link.kind, server.ideasByText()]).toEqual(["live", ["kvar"]]);
  });
});

describe("a proxy that lets a socket open", () => {
  it.each([
    ["cuts it", () => vi.spyOn(server, "heard").mockImplementation((socket) => socket.drop(1006))],
    ["lets nothing more through", () => vi.spyOn(server, "heard").mockImplementation(() => {})],
  ])("and %s leads to the long poll, and what is written goes by HTTP, whatever sockets open", async (_, breaks) => {
    const proxy = breaks();
    await open();
    await wait(50);
    const opened = server.opened;
    for (let n = 1; n < 9; n++) {
      write(`text ${n}`);
      await wait(3);
      expect([session.link.kind, session.waiting.length]).toEqual(["live", 0]);
    }
    expect(server.ideasByText()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `text ${n}`));
    await wait(60);
    expect(server.opened).toBeGreaterThan(opened);
    proxy.mockRestore();
    await wait(40);
    const polls = asked("/events/");
    write("över socket");
    await wait(60);
    expect([server.ideasByText().at(-1), asked("/events/") - polls]).toEqual(["över socket", 0]);
  });

  it("gets what is still on its way by HTTP before what is written once the socket has answered", async () => {
    await openPolling();
    const proxy = vi.spyOn(server, "heard").mockImplementation(() => {});
    server.noSockets = false;
    device.show();
    await wait(1);
    server.network.holdAnswers = 1;
    vi.spyOn(server, "decide").mockImplementationOnce(({ id }) => ({ id, ok: false, code: "too_fast", detail: "" }));
    write("före");
    await wait(1);
    proxy.mockRestore();
    await wait(10);
    expect(server.ideasByText()).toEqual(["före"]);
    write("efter");
    await wait(40);
    expect(server.ideasByText()).toEqual(["före", "efter"]);
  });
});
