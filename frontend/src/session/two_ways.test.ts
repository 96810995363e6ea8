import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ServerFrame } from "../protocol/types";
import { newId } from "./ids";
import { device, meetAnew, openSession, server, wait } from "./testing/meeting";
import { FakeSocket } from "./testing/network";
import { idea } from "./testing/samples";

meetAnew();

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

/** What is told through sockets from now on comes when it is let go, in its order: that link is slow. */
function holdSockets() {
  const { tell } = FakeSocket.prototype;
  const held: [FakeSocket, ServerFrame][] = [];
  const told = vi.spyOn(FakeSocket.prototype, "tell").mockImplementation(function (this: FakeSocket, frame) {
    held.push([this, frame]);
  });
  return {
    held: () => held.map(([, { type }]) => type),
    /** The next one comes. */
    arrive(): ServerFrame {
      const [socket, frame] = held.shift()!;
      tell.call(socket, frame);
      return frame;
    },
    lose: () => void held.shift(),
    release: () => told.mockRestore(),
  };
}

describe("a socket that comes back slowly while the long poll stands in", () => {
  async function openWithAnotherOnItsWay() {
    server.noSockets = true;
    const session = await openSession();
    await wait(15);
    server.startActivity("a2");
    await wait(1);
    const slow = holdSockets();
    server.noSockets = false;
    device.show();
    await wait(1);
    expect(slow.held().slice(0, 2)).toEqual(["hello", "you"]);
    return { session, slow };
  }

  /** The socket has greeted and told what another device did; its answer to the first ping is still out. */
  async function openAndPassOver() {
    const { session, slow } = await openWithAnotherOnItsWay();
    const unheard = vi.spyOn(server, "heard").mockImplementation(() => {});
    slow.arrive();
    unheard.mockRestore();
    server.decide({ id: newId(), name: "vote.done", args: { done: true } });
    while (slow.held().length) slow.arrive();
    return { session, slow };
  }

  it.each(["hello", "you", "pong"])("takes nothing of one's own back that went by HTTP before its %s came", async (which) => {
    const { session, slow } = await openWithAnotherOnItsWay();
    const shown: unknown[] = [];
    while (slow.held().length && slow.held()[0] !== which) slow.arrive();
    void session.send("vote.done", { done: true });
    await wait(1);
    expect([session.waiting, session.state?.me?.done]).toEqual([[], true]);
    for (let second = 0; second < 5; second++) {
      while (slow.held().length) {
        slow.arrive();
        shown.push(session.state?.me?.done);
      }
      await wait(1);
      shown.push(session.state?.me?.done);
    }
    slow.release();
    await wait(5);
    expect(new Set(shown)).toEqual(new Set([true]));
    expect(session.state).toBe(session.confirmed);
    expect(server.requests.filter((url) => url.includes("/commands/"))).toHaveLength(1);
  });

  it("misses nothing of one's own that it tells before it has answered", async () => {
    const { session, slow } = await openAndPassOver();
    expect(session.state?.me?.done).toBe(false);
    slow.release();
    device.show();
    await wait(1);
    expect(session.state?.me?.done).toBe(true);
  });

  it("misses nothing that it tells while the device says for a moment that it has no network", async () => {
    const { session, slow } = await openAndPassOver();
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      throw new TypeError("Failed to fetch");
    });
    void session.send("idea.capture", { idea: newId(), column: "c1", text: "i farten" });
    await wait(0.2);
    device.setOnline(false);
    await wait(0.5);
    vi.stubGlobal("fetch", fetch);
    slow.release();
    device.setOnline(true);
    await wait(1);
    expect([session.link.kind, session.state?.me?.done]).toEqual(["live", true]);
  });

  it("lets the poll go on while sockets are turned away before they are greeted", async () => {
    server.noSockets = true;
    await openSession();
    await wait(15);
    const waits = () => server.requests.filter((url) => url.includes("/events/")).length;
    const before = waits();
    vi.spyOn(server, "knocked").mockImplementation((socket) => {
      socket.readyState = FakeSocket.OPEN;
      socket.tell({ type: "bye", reason: "unavailable", retry_after_s: 2 });
      socket.drop(4412);
    });
    await wait(10);
    expect(waits() - before).toBeLessThanOrEqual(1);
  });

  it("leaves it to the poll again when it ends before it has answered", async () => {
    const { session, slow } = await openWithAnotherOnItsWay();
    vi.spyOn(server, "heard").mockImplementation((socket) => socket.drop(1006));
    server.noSockets = true;
    slow.arrive();
    slow.release();
    await wait(1);
    server.decide({ id: newId(), name: "vote.done", args: { done: true } });
    await wait(1);
    expect([session.link.kind, session.state?.me?.done]).toEqual(["live", true]);
  });
});

describe("a snapshot that comes slowly", () => {
  it("takes nothing back of what another link has told meanwhile", async () => {
    const session = await openSession();
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      await new Promise((resolve) => setTimeout(resolve, 5000));
      return answer;
    });
    for (const socket of server.sockets) socket.tell({ type: "resync", reason: "behind" });
    await wait(1);
    const slow = holdSockets();
    for (const socket of [...server.sockets]) socket.drop(1006);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    await wait(1);
    const ofEvents = () => slow.held().includes("events");
    expect(ofEvents()).toBe(true);
    while (ofEvents()) {
      if (slow.held()[0] === "you") slow.lose();
      else slow.arrive();
    }
    for (let half = 0; half < 20; half++) {
      expect(session.state?.ideas.map(({ id }) => id)).toEqual(["i1"]);
      await wait(0.5);
    }
  });
});
