import { describe, expect, it, vi } from "vitest";

import type { ClientFrame, ServerFrame } from "../protocol/types";
import { participantRules } from "./overlay_participant";
import { Settling } from "./settling.svelte";
import { Device } from "./testing/device";
import { meetAnew, openSession, server, wait } from "./testing/meeting";
import { state } from "./testing/samples";
import { SharedStore, stubChannels } from "./testing/tabs";

meetAnew();

describe("what was taken and is on its way back", () => {
  const before = state({ seq: 6 });
  const after = state({ seq: 7 });
  const done = { command: { id: "c", name: "vote.done", args: { done: true } }, made: 0, result: { id: "c", ok: true, seq: 7 }, epoch: before.epoch } as const;

  function taken(isTold: boolean): Settling {
    const settling = new Settling(() => participantRules);
    settling.add({ ...done, isTold });
    return settling;
  }

  const left = (settling: Settling) => settling.items.length;

  it("is let go of once all that was told of it has come, whatever that says", () => {
    const settling = taken(true);
    settling.drop(before);
    expect(left(settling)).toBe(1);
    settling.drop(after);
    expect(left(settling)).toBe(0);
  });

  it("stays until one's own view has been told as of then", () => {
    const settling = taken(false);
    settling.toldOwn(before);
    settling.drop(after);
    expect(left(settling)).toBe(1);
    settling.toldOwn(after);
    settling.drop(after);
    expect(left(settling)).toBe(0);
  });

  it("is let go of once it is seen", () => {
    const settling = taken(false);
    settling.drop({ ...after, me: { ...after.me!, done: true } });
    expect(left(settling)).toBe(0);
  });

  it("is nothing to a database that was put back", () => {
    const settling = taken(true);
    settling.drop({ ...before, epoch: "another" });
    expect(left(settling)).toBe(0);
  });

  it("asks for one's own view once, when nothing else is lacking", () => {
    const ask = vi.fn(() => true);
    taken(true).askFor(after, ask);
    const settling = taken(false);
    settling.askFor(before, ask);
    expect(ask).not.toHaveBeenCalled();
    settling.askFor(after, () => false);
    settling.askFor(after, ask);
    settling.askFor(after, ask);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

describe("in a tab that does not send", () => {
  it("what was taken stands at every moment, however long one's own view is in coming, and what that says holds", async () => {
    const tabs = new Device();
    tabs.tabs = true;
    tabs.install();
    stubChannels();
    const store = new SharedStore();
    const other = await openSession({ store });
    const sends = await openSession({ store });
    const [socket] = server.sockets;
    const tell = socket!.tell.bind(socket);
    const held: ServerFrame[] = [];
    vi.spyOn(socket!, "tell").mockImplementation((frame) => void (frame.type === "you" ? held.push(frame) : tell(frame)));
    const heard = vi.spyOn(server, "heard");
    server.startActivity("a2");
    void sends.send("vote.done", { done: true });
    for (let second = 0; second < 20; second++) {
      await wait(1);
      expect([other.state?.me?.done, other.waiting]).toEqual([true, []]);
    }
    const asked = heard.mock.calls.filter(([from, { type }]: [unknown, ClientFrame]) => from === socket && type === "since");
    expect(asked).toHaveLength(1);
    expect(held.map((frame) => frame.type === "you" && frame.done)).toContain(true);
    // It was changed on another device since.
    tell({ type: "you", done: false });
    expect(other.state?.me?.done).toBe(false);
    expect(other.state).toBe(other.confirmed);
  });
});
