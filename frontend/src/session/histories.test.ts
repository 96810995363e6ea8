import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Command } from "../protocol/types";
import { newId } from "./ids";
import { overlay } from "./overlay";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { Device } from "./testing/device";
import { idea } from "./testing/samples";
import { FakeServer } from "./testing/server";
import { SharedStore, stubChannels } from "./testing/tabs";

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
  readonly store = new SharedStore();
  written: string[] = [];
  /** The texts of ideas, by the idea, and those of them that were taken back. */
  readonly ideas = new Map<string, string>();
  readonly takenBack = new Set<string>();
  readonly votes = new Map<string, number>();
  /** Two tabs of one device. */
  readonly tabs: Session[] = [];
  #restored = false;

  constructor(private readonly draw: () => number) {
    this.device.tabs = true;
    this.server.state = { ...this.server.state, ideas: [idea("about", { text: "Det vi pratar om" })] };
    this.server.install();
    this.device.install();
    stubChannels();
    vi.spyOn(Math, "random").mockImplementation(draw);
  }

  get session(): Session {
    return this.tabs[0]!;
  }

  async open(tab: number): Promise<void> {
    const session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: this.store });
    this.tabs[tab] = session;
    void session.start();
    await this.wait(0.5);
  }

  wait(seconds: number): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(seconds * 1000);
  }

  async step(n: number): Promise<void> {
    const { server, device } = this;
    const tab = Math.floor(this.draw() * 2);
    const steps: (() => void | Promise<void>)[] = [
      () => this.write(tab, `text ${n}`),
      () => this.write(tab, `text ${n}`),
      () => this.write(tab, `text ${n}`),
      () => this.comment(tab, `comment ${n}`),
      () => this.vote(tab, n),
      () => this.takeBack(tab),
      () => server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(newId(), { text: "annan" }) })),
      () => void (server.loseAcks += 1),
      () => void (server.loseEvents += 1),
      () => void (server.slowUntil = Date.now() + this.draw() * 20_000),
      () => server.stop(),
      () => server.start(),
      () => device.setOnline(false),
      () => device.setOnline(true),
      () => void (server.noSockets = !server.noSockets),
      () => device.show(),
      () => this.reload(tab),
      () => this.sendAgain(),
      () => server.startActivity(this.draw() < 0.5 ? "a1" : "a2"),
      () => this.restore(n),
    ];
    await steps[Math.floor(this.draw() * steps.length)]!();
    await this.wait(this.draw() * 4);
  }

  /** A text counts as written once it is stored, which is when it is shown. */
  async write(tab: number, text: string): Promise<void> {
    const idea = newId();
    this.ideas.set(idea, text);
    await this.#send(tab, text, (session, stored) => session.send("idea.capture", { idea, column: "c1", text }, stored));
  }

  /** The latest idea: the one that the server most often has not answered yet. */
  async takeBack(tab: number): Promise<void> {
    const [idea, text] = [...this.ideas].at(-1) ?? [];
    if (!idea || !this.tabs[tab]!.state || !this.written.includes(text!)) return;
    void this.tabs[tab]!.send("idea.withdraw", { idea }, () => void this.takenBack.add(text!));
    await this.wait(0.001);
  }

  async comment(tab: number, text: string): Promise<void> {
    await this.#send(tab, text, (session, stored) => session.send("comment.add", { comment: newId(), idea: "about", text }, stored));
  }

  async vote(tab: number, n: number): Promise<void> {
    const target = `t${n % 3}`;
    const points = n % 2;
    const stored = () => this.votes.set(target, points);
    if (this.tabs[tab]!.state) void this.tabs[tab]!.send("vote.set", { target, points }, () => void stored());
    await this.wait(0.001);
  }

  async #send(tab: number, text: string, send: (session: Session, stored: () => void) => Promise<unknown>): Promise<void> {
    const session = this.tabs[tab]!;
    if (!session.state) return;
    void send(session, () => void this.written.push(text));
    await this.wait(0.001);
  }

  async reload(tab: number): Promise<void> {
    this.tabs[tab]!.stop();
    await this.open(tab);
  }

  /** A command arrives twice, as when a proxy sends it again. */
  sendAgain(): void {
    const last = this.server.heardCommands.at(-1);
    if (last && !this.server.down) this.server.decide(last);
  }

  /** A backup is put back: what had been acknowledged since is gone on the server, what had not is sent again. */
  async restore(n: number): Promise<void> {
    // What was on its way has arrived: nobody restores a backup between an answer and its arrival.
    await this.wait(0.5);
    const waiting = new Set((await this.store.all("me")).map(({ command }) => textOf(command)));
    const { state } = this.server;
    const had = { ...state, ideas: state.ideas.slice(0, -1), seq: Math.max(0, state.seq - 1) };
    this.server.restore(`epoch ${n}`, had);
    this.server.heardCommands = [];
    this.#restored = true;
    const kept = new Set(this.inTheRoom());
    this.written = this.written.filter((text) => kept.has(text) || waiting.has(text));
  }

  /** The texts that the server has, in its order. */
  inTheRoom(): string[] {
    return [...this.server.ideasByText(), ...this.server.state.comments.map(({ text }) => text)];
  }

  async calm(): Promise<void> {
    Object.assign(this.server, { loseAcks: 0, loseEvents: 0, noSockets: false });
    this.server.start();
    this.device.setOnline(true);
    await this.wait(120);
  }

  check(): void {
    const refused = this.session.refused.map(({ command }) => textOf(command)!);
    const stays = (text: string) => !refused.includes(text) && !this.takenBack.has(text);
    for (const kind of ["text", "comment"]) {
      const of = (texts: string[]) => texts.filter((text) => text.startsWith(kind));
      expect(of(this.inTheRoom())).toEqual(of(this.written).filter(stays));
    }
    expect(refused.filter((text) => !this.written.includes(text))).toEqual([]);
    if (!this.#restored) expect(this.server.state.me!.points).toEqual(Object.fromEntries(this.votes));
    const { server_time: _, ...theirs } = this.server.state;
    for (const session of this.tabs) {
      expect(session.waiting).toEqual([]);
      const { server_time: __, ...mine } = overlay(session.confirmed!, [], participantRules);
      expect(mine).toEqual(theirs);
      expect(session.state).toEqual(session.confirmed);
      expect(session.refused).toEqual(this.session.refused);
    }
  }
}

function textOf(command: Command): string | undefined {
  return "text" in command.args ? command.args.text : undefined;
}

describe("whatever happens", () => {
  it.each(Array.from({ length: HISTORIES }, (_, seed) => seed))("history %i loses nothing and doubles nothing", async (seed) => {
    const history = new History(random(seed));
    await history.open(0);
    await history.open(1);
    for (let n = 0; n < STEPS; n++) await history.step(n);
    await history.calm();
    history.check();
    for (const session of history.tabs) session.stop();
  });
});
