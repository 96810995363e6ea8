import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { MemoryStore } from "./store";
import { Device } from "./testing/device";
import { idea } from "./testing/samples";
import { FakeServer } from "./testing/server";

let server: FakeServer;
let session: Session;

async function wait(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  server = new FakeServer();
  server.install();
  new Device().install();
  session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: new MemoryStore() });
  const starting = session.start();
  await wait(1);
  await starting;
  await wait(1);
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("support for an idea", () => {
  it("counts at once, keeps without a network, and sends it once", async () => {
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1", { supports: 2 }) }));
    server.stop();
    const sent = session.send("idea.support", { idea: "i1", on: true });
    await wait(0.1);
    const shown = () => [session.state?.ideas[0]?.supports, session.state?.me?.supports, session.waiting.length];
    expect(shown()).toEqual([3, ["i1"], 1]);
    server.start();
    await wait(30);
    expect(await sent).toMatchObject({ ok: true });
    expect(shown()).toEqual([3, ["i1"], 0]);
    expect(server.state.ideas[0]?.supports).toBe(3);
  });

  it("goes off the screen when it was refused, with the reason", async () => {
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    server.refuse = "not_open";
    const sent = session.send("idea.support", { idea: "i1", on: true });
    await wait(1);
    expect(await sent).toMatchObject({ ok: false, detail: "Refused: not_open", kept: null });
    expect([session.state?.ideas[0]?.supports ?? 0, session.state?.me?.supports ?? [], session.refused]).toEqual([0, [], []]);
  });
});
