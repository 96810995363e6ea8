import { beforeEach, describe, expect, it, vi } from "vitest";

import { device, meetAnew, openSession, server, wait, write } from "./testing/meeting";
import { FakeSocket } from "./testing/network";
import { idea } from "./testing/samples";

meetAnew();

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

function happen(): void {
  server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
}

function asked(path: string): number {
  return server.requests.filter((url) => url.includes(path)).length;
}

/** An answer begins this long after it was asked for. */
function answerLate(path: string, seconds: number): void {
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url.includes(path)) await after(init.signal!, seconds);
    return fetch(url, init);
  });
}

function after(signal: AbortSignal, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    setTimeout(resolve, seconds * 1000);
  });
}

/** The whole of an answer comes this long after it has begun to. */
function answerSlowly(path: string, seconds: number): void {
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const answer = await fetch(url, init);
    return url.includes(path) ? new Response(slowly(await answer.text(), init.signal!, seconds), { headers: answer.headers }) : answer;
  });
}

function slowly(text: string, signal: AbortSignal, seconds: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(body) {
      signal.addEventListener("abort", () => body.error(new DOMException("aborted", "AbortError")));
      setTimeout(() => {
        if (signal.aborted) return;
        body.enqueue(new TextEncoder().encode(text));
        body.close();
      }, seconds * 1000);
    },
  });
}

describe("a socket that has been greeted, while all that was missed is on its way through it", () => {
  /** The device has missed something, and another socket is greeted, which nothing more comes through yet. */
  async function openBehind() {
    const session = await openSession();
    const { tell } = FakeSocket.prototype;
    vi.spyOn(FakeSocket.prototype, "tell").mockImplementation(function (this: FakeSocket, frame) {
      if (frame.type !== "hello") return tell.call(this, frame);
      server.network.breaks("silent");
      this.onmessage?.({ data: JSON.stringify(frame) });
    });
    for (const socket of [...server.sockets]) socket.drop(1006);
    happen();
    await wait(1);
    vi.mocked(FakeSocket.prototype.tell).mockRestore();
    expect([server.opened, session.state?.seq]).toEqual([2, 0]);
    return session;
  }

  it("is not ended for being slow, and not for somebody's looking either", async () => {
    const session = await openBehind();
    await wait(5);
    device.show();
    await wait(15);
    server.network.mend(true);
    await wait(1);
    expect([server.opened, session.state?.seq, session.link.kind]).toEqual([2, 1, "live"]);
  });

  it("is ended after 25 seconds of silence", async () => {
    const session = await openBehind();
    server.network.mend(false);
    await wait(22);
    expect(server.opened).toBe(2);
    await wait(4);
    expect([server.opened, session.state?.seq]).toEqual([3, 1]);
  });

  it("is ended when the device loses its network", async () => {
    const session = await openBehind();
    device.setOnline(false);
    await wait(5);
    server.network.mend(false);
    device.setOnline(true);
    await wait(4);
    expect([session.state?.seq, session.link.kind]).toEqual([1, "live"]);
  });
});

describe("a socket that was asked for what was missed", () => {
  it("is not ended for somebody's looking while that is on its way", async () => {
    const session = await openSession();
    const { heard } = server;
    vi.spyOn(server, "heard").mockImplementation((socket, frame) => {
      if (frame.type === "since") server.network.breaks("silent");
      heard.call(server, socket, frame);
    });
    server.loseEvents = 1;
    happen();
    happen();
    await wait(0.5);
    device.show();
    await wait(15);
    server.network.mend(true);
    await wait(1);
    expect([server.opened, session.state?.seq, session.link.kind]).toEqual([1, 2, "live"]);
  });

  it("has three seconds again once it has answered", async () => {
    await openSession();
    server.loseEvents = 1;
    happen();
    happen();
    await wait(1);
    server.network.breaks("silent");
    device.show();
    await wait(3.5);
    server.network.mend(true);
    await wait(2);
    expect(server.opened).toBe(2);
  });
});

describe("an answer to the long poll that has begun to come", () => {
  beforeEach(() => {
    server.noSockets = true;
  });

  it("may take its time", async () => {
    const session = await openSession();
    await wait(15);
    answerSlowly("/events/", 40);
    // The poll that waits already is answered as before.
    happen();
    await wait(1);
    const polls = asked("/events/");
    happen();
    await wait(39);
    expect([asked("/events/"), session.state?.seq]).toEqual([polls, 1]);
    await wait(2);
    expect(session.state?.seq).toBe(2);
  });

  it("may do so when somebody looked before it came", async () => {
    const session = await openSession();
    await wait(15);
    answerSlowly("/events/", 10);
    device.show();
    happen();
    await wait(11);
    expect([session.state?.seq, session.link.kind]).toEqual([1, "live"]);
  });

  it("is not given up for somebody's looking meanwhile, but when the device lost its network", async () => {
    const session = await openSession();
    await wait(15);
    answerSlowly("/events/", 10);
    happen();
    await wait(1);
    happen();
    await wait(5);
    device.show();
    await wait(6);
    expect(session.state?.seq).toBe(2);
    happen();
    await wait(15);
    expect(session.state?.seq).toBe(2);
    const polls = asked("/events/");
    device.setOnline(false);
    device.setOnline(true);
    await wait(1);
    expect(asked("/events/")).toBe(polls + 1);
  });
});

describe("what was asked for a while ago when somebody looks, on a slow link", () => {
  it("has three seconds more for a snapshot to begin", async () => {
    const session = await openSession();
    const before = asked("/snapshot/");
    answerLate("/snapshot/", 6);
    server.restore("e2", server.state);
    await wait(4);
    device.show();
    await wait(2.5);
    expect([asked("/snapshot/") - before, session.confirmed?.epoch]).toEqual([1, "e2"]);
  });

  it.each([
    ["three seconds more to begin", answerLate, 6],
    ["a minute when it has begun", answerSlowly, 12],
  ])("has %s where it is posted", async (_, answer, seconds) => {
    server.noSockets = true;
    const session = await openSession();
    await wait(15);
    answer("/commands/", seconds);
    void write(session, "på väg");
    await wait(4);
    device.show();
    await wait(seconds - 3);
    expect([server.ideasByText(), session.waiting, asked("/commands/")]).toEqual([["på väg"], [], 1]);
  });
});
