import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import { overlay } from "./overlay";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { MemoryStore } from "./store";
import { Device } from "./testing/device";
import { idea } from "./testing/samples";
import { FakeServer } from "./testing/server";

const HISTORIES = 200;
const STEPS = 25;

/** Mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

class History {
  readonly server = new FakeServer();
  readonly device = new Device();
  readonly store = new MemoryStore();
  readonly written: string[] = [];
  session!: Session;

  constructor(private readonly draw: () => number) {
    this.server.install();
    this.device.install();
    vi.spyOn(Math, "random").mockImplementation(draw);
  }

  async open(): Promise<void> {
    this.session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: this.store });
    void this.session.start();
    await this.wait(0.5);
  }

  wait(seconds: number): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(seconds * 1000);
  }

  async step(n: number): Promise<void> {
    const { server, device } = this;
    const steps: (() => void | Promise<void>)[] = [
      () => this.write(`text ${n}`),
      () => this.write(`text ${n}`),
      () => this.write(`text ${n}`),
      () => server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(newId(), { text: "annan" }) })),
      () => void (server.loseAcks += 1),
      () => void (server.loseEvents += 1),
      () => server.stop(),
      () => server.start(),
      () => device.setOnline(false),
      () => device.setOnline(true),
      () => void (server.noSockets = !server.noSockets),
      () => device.show(),
      () => this.reload(),
    ];
    await steps[Math.floor(this.draw() * steps.length)]!();
    await this.wait(this.draw() * 4);
  }

  /** A text counts as written once it is stored, which is when it is shown. */
  async write(text: string): Promise<void> {
    if (!this.session.state) return;
    void this.session.send("idea.capture", { idea: newId(), column: "c1", text });
    await this.wait(0.001);
    this.written.push(text);
  }

  async reload(): Promise<void> {
    this.session.stop();
    await this.open();
  }

  async calm(): Promise<void> {
    Object.assign(this.server, { loseAcks: 0, loseEvents: 0, noSockets: false });
    this.server.start();
    this.device.setOnline(true);
    await this.wait(120);
  }
}

describe("whatever the network does", () => {
  it.each(Array.from({ length: HISTORIES }, (_, seed) => seed))("history %i loses nothing and doubles nothing", async (seed) => {
    const history = new History(random(seed));
    await history.open();
    for (let n = 0; n < STEPS; n++) await history.step(n);
    await history.calm();

    const own = history.server.ideasByText().filter((text) => text.startsWith("text"));
    expect(own).toEqual(history.written);
    expect(history.session.waiting).toEqual([]);
    const { server_time: _, ...mine } = overlay(history.session.confirmed!, [], participantRules);
    const { server_time: __, ...theirs } = history.server.state;
    expect(mine).toEqual(theirs);
    expect(history.session.state).toEqual(history.session.confirmed);
    history.session.stop();
  });
});
