import { expect, vi } from "vitest";

import type { Command, CommandArgs, CommandName, State } from "../../protocol/types";
import { newId } from "../ids";
import { overlay } from "../overlay";
import { participantRules } from "../overlay_participant";
import { Session } from "../session.svelte";
import { Device } from "./device";
import { activity, idea } from "./samples";
import { FakeServer } from "./server";
import { SharedStore, stubChannels, TabStore } from "./tabs";

const CODE = "428617";
const TABLES = 2;
const FAMILY = "participant:w1:";

/** Somebody with a phone, two tabs of it, and what they know that they wrote. */
export class History {
  readonly server = new FakeServer();
  readonly device = new Device();
  readonly store = new SharedStore();
  readonly tabs: { session: Session; store: TabStore }[] = [];
  /** Ids of ideas and comments, in the order they were stored: a text counts as written from then on, and is shown. */
  written: string[] = [];
  /** What has stood on a tab's screen, or was written there. */
  readonly #seenOn = [new Set<string>(), new Set<string>()];
  /** What an idea or a comment was last made to say, by its id. */
  readonly texts = new Map<string, string>();
  readonly takenBack = new Set<string>();
  /** Changes of ideas: refused, they are kept; taken, they are what the idea says. */
  readonly changes: { id: string; text: string }[] = [];
  /** The table that an idea was written for, 0 for none. */
  readonly #writtenFor = new Map<string, number>();
  /** What carries no text and was stored: in its order, which is that of the server's decisions. */
  readonly asked: Asked[] = [];
  /** The server has forgotten something, or has met somebody new. */
  #restored = false;
  #participants = 1;

  constructor(private readonly draw: () => number) {
    this.device.tabs = true;
    const collect = activity("a1", "collect");
    const together = { ...collect, settings: { ...collect.settings, tables: TABLES } };
    const activities = [together, activity("a2", "vote"), activity("a3", "commit")];
    this.server.state = { ...this.server.state, activities, ideas: [idea("about", { text: "Det vi pratar om" })] };
    this.server.install();
    this.device.install();
    stubChannels();
    vi.spyOn(Math, "random").mockImplementation(draw);
  }

  session(tab: number): Session {
    return this.tabs[tab]!.session;
  }

  async open(tab: number): Promise<void> {
    const store = new TabStore(this.store);
    const scope = ({ me }: { me: { participant: string } | null }) => `${FAMILY}${me?.participant}`;
    const options = { code: CODE, rules: participantRules, scope, family: () => FAMILY, store, remember: true };
    const session = new Session(options);
    this.tabs[tab] = { session, store };
    void session.start();
    await this.wait(0.5);
  }

  wait(seconds: number): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(seconds * 1000);
  }

  async step(n: number): Promise<void> {
    const { server, device } = this;
    const { network } = server;
    const tab = Math.floor(this.draw() * 2);
    const steps: (() => unknown)[] = [
      () => this.write(tab, `text ${n}`),
      () => this.write(tab, `text ${n}`),
      () => this.write(tab, `text ${n}`),
      () => this.comment(tab, `comment ${n}`),
      () => this.vote(tab),
      () => this.vote(tab),
      () => this.ask(tab, "vote.done", { done: this.draw() < 0.5 }),
      () => this.ask(tab, "idea.support", { idea: "about", on: this.draw() < 0.5 }),
      () => this.suggest(tab, `suggestion ${n}`),
      () => this.#send(tab, "table.take", { table: this.#anyTable() }, () => {}),
      () => this.#send(tab, "table.take", { table: this.#anyTable() }, () => {}),
      () => this.#send(tab, "table.leave", {}, () => {}),
      () => server.movePen(this.#anyTable(), "another phone"),
      () => server.movePen(this.#anyTable(), null),
      () => this.takeBack(tab),
      () => this.change(tab, `change ${n}`),
      () => this.change(tab, `change ${n}`),
      () => this.sendRefusedAgain(tab),
      () => this.throwAway(tab),
      () => this.killWriting(tab, `text ${n}`),
      () => server.happen((seq) => ({ seq, type: "idea.captured", idea: idea(newId(), { text: "annan" }) })),
      () => (server.loseAcks += 1),
      () => (server.loseEvents += 1),
      () => (server.slowUntil = Date.now() + this.draw() * 20_000),
      () => server.stop(),
      () => server.start(),
      () => this.goesOffline(),
      () => this.comesBack(),
      () => network.breaks("silent"),
      () => network.mend(this.draw() < 0.5),
      () => (network.loseAnswers += 1),
      () => (network.holdAnswers += 1),
      () => (server.noSockets = !server.noSockets),
      () => device.show(),
      () => this.reload(tab),
      () => this.sendAgain(),
      () => server.startActivity(`a${Math.ceil(this.draw() * 3)}`),
      () => server.startActivity("a1"),
      () => this.restore(n),
      () => this.loseCookie(),
    ];
    await steps[Math.floor(this.draw() * steps.length)]!();
    await this.wait(this.draw() * 4);
    await this.comeIn();
  }

  async #send<N extends CommandName>(tab: number, name: N, args: CommandArgs[N], stored: () => void): Promise<void> {
    const session = this.session(tab);
    if (!session.state || isTurnedAway(session)) return;
    void session.send(name, args, stored);
    await this.wait(0.01);
  }

  async write(tab: number, text: string): Promise<void> {
    const id = newId();
    const table = this.#tableOn(tab);
    await this.#send(tab, "idea.capture", { idea: id, column: "c1", text, table }, () => this.#wrote(tab, id, text, table));
  }

  #anyTable(): number {
    return Math.ceil(this.draw() * TABLES);
  }

  /** The table that the screen says one writes for. */
  #tableOn(tab: number): number {
    return this.session(tab).state?.me?.table ?? 0;
  }

  async comment(tab: number, text: string): Promise<void> {
    const id = newId();
    await this.#send(tab, "comment.add", { comment: id, idea: "about", text }, () => this.#wrote(tab, id, text));
  }

  #wrote(tab: number, id: string, text: string, table = 0): void {
    this.written.push(id);
    this.#writtenFor.set(id, table);
    this.#seenOn[tab]!.add(id);
    this.texts.set(id, text);
  }

  /** The latest idea: the one that the server most often has not answered yet. */
  async takeBack(tab: number): Promise<void> {
    const id = this.#latestIdea();
    if (id) await this.#send(tab, "idea.withdraw", { idea: id }, () => this.takenBack.add(id));
  }

  async change(tab: number, text: string): Promise<void> {
    const id = this.#latestIdea();
    if (id) await this.#send(tab, "idea.edit", { idea: id, text }, () => this.changes.push({ id, text }));
  }

  #latestIdea(): string | undefined {
    return this.written.filter((id) => this.texts.get(id)!.startsWith("text")).at(-1);
  }

  /** Some of them more than the budget, or the cap on one, lets through. */
  async vote(tab: number): Promise<void> {
    await this.ask(tab, "vote.set", { target: `t${Math.floor(this.draw() * 4)}`, points: Math.floor(this.draw() * 3.3) });
  }

  async ask<N extends Asked["name"]>(tab: number, name: N, args: CommandArgs[N]): Promise<void> {
    await this.#send(tab, name, args, () => this.asked.push({ name, args } as Asked));
  }

  async suggest(tab: number, title: string): Promise<void> {
    const id = newId();
    await this.#send(tab, "action.suggest", { suggestion: id, title }, () => this.#wrote(tab, id, title));
  }

  /** The device knows it: what it calls fails at once, or is swallowed all the same. */
  goesOffline(): void {
    this.server.network.breaks(this.draw() < 0.5 ? "gone" : "silent");
    this.device.setOnline(false);
  }

  comesBack(): void {
    this.server.network.mend(this.draw() < 0.5);
    this.device.setOnline(true);
  }

  /** By hand: it is written anew then, after all else. */
  async sendRefusedAgain(tab: number): Promise<void> {
    const session = this.session(tab);
    const [entry] = session.refused;
    if (!entry || isTurnedAway(session)) return;
    const id = idOf(entry.command);
    const needsAPen = entry.command.name === "idea.capture" && entry.refusal?.code === "not_allowed";
    void session.retry(entry, needsAPen ? { table: 0 } : {});
    if (needsAPen) this.#writtenFor.set(id, 0);
    await this.wait(0.01);
    if (entry.command.name === "idea.capture") this.takenBack.delete(id);
    const change = this.changes.find(({ text }) => text === textOf(entry.command));
    if (change) this.changes.push(...this.changes.splice(this.changes.indexOf(change), 1));
    else this.written = [...this.written.filter((one) => one !== id), id];
  }

  async throwAway(tab: number): Promise<void> {
    const session = this.session(tab);
    const [entry] = session.refused;
    if (!entry || isTurnedAway(session)) return;
    void session.dismiss(entry);
    await this.wait(0.01);
    const at = this.changes.findIndex(({ text }) => text === textOf(entry.command));
    if (at >= 0) this.changes.splice(at, 1);
    else this.written = this.written.filter((id) => id !== idOf(entry.command));
  }

  async reload(tab: number): Promise<void> {
    this.session(tab).stop();
    await this.open(tab);
  }

  /** At any moment of what a text that was just written sets going. */
  async killWriting(tab: number, text: string): Promise<void> {
    const session = this.session(tab);
    const id = newId();
    if (session.state && !isTurnedAway(session)) {
      const table = this.#tableOn(tab);
      void session.send("idea.capture", { idea: id, column: "c1", text, table }, () => this.#wrote(tab, id, text, table));
    }
    await this.wait(this.draw() * 0.012);
    this.tabs[tab]!.store.kill();
    await this.reload(tab);
  }

  /** A command arrives twice, as when a proxy sends it again. */
  sendAgain(): void {
    const last = this.server.heardCommands.at(-1);
    const by = last && this.server.outcomes.get(last.id)?.by;
    if (by && !this.server.down) this.server.decide(last, by);
  }

  /** A backup is put back: what had been acknowledged since is gone on the server, what had not is sent again. */
  async restore(n: number): Promise<void> {
    // What was on its way has arrived: nobody restores a backup between an answer and its arrival.
    this.server.network.mend(true);
    await this.wait(0.5);
    const { state } = this.server;
    const had = { ...state, ideas: state.ideas.slice(0, -1), seq: Math.max(0, state.seq - 1) };
    this.server.restore(`epoch ${n}`, had);
    this.server.heardCommands = [];
    this.#restored = true;
    const made = (await this.store.ofCode(CODE)).filter(({ command }) => command.name !== "idea.edit");
    const left = new Set([...this.inTheRoom().keys(), ...made.map(({ command }) => idOf(command))]);
    this.written = this.written.filter((id) => left.has(id));
  }

  loseCookie(): void {
    this.server.loseCookie();
  }

  /** What the phone does when the server does not know it: to the door, and in again as somebody new. */
  async comeIn(): Promise<void> {
    for (const tab of [0, 1]) {
      if (!isTurnedAway(this.session(tab)) || this.server.down || this.server.network.weather !== "up") continue;
      this.session(tab).stop();
      if (!this.server.cookie) this.server.join(`p${++this.#participants}`);
      await this.open(tab);
    }
  }

  /** What the server has of ideas, comments and suggestions, in its order: texts by id. */
  inTheRoom(): Map<string, string> {
    const { ideas, comments } = this.server.state;
    const made = this.server.decided.flatMap(({ command: { name, args }, result }) => (name === "action.suggest" && result.ok ? [args] : []));
    return new Map([...[...ideas, ...comments].map(({ id, text }) => [id, text] as const), ...made.map(({ suggestion, title }) => [suggestion, title] as const)]);
  }

  /** Nobody tells a device that its network is back, unless it knew that it was gone. */
  async calm(): Promise<void> {
    Object.assign(this.server, { loseAcks: 0, loseEvents: 0, noSockets: false });
    Object.assign(this.server.network, { loseAnswers: 0, holdAnswers: 0 });
    this.server.start();
    this.server.network.mend(false);
    if (!this.device.online) this.device.setOnline(true);
    for (let minute = 0; minute < 4; minute++) {
      await this.wait(60);
      await this.comeIn();
    }
    // A tab that was asleep while the other came in anew still is who they were.
    if (this.#participants > 1) for (const tab of [0, 1]) await this.reload(tab);
    await this.wait(1);
  }

  /**
   * At every moment: what was written stands on the screen where it stood before, or among what was refused. Not on that of a tab
   * which has not noticed that the device is somebody else by now, or that the server is.
   */
  async assertShown(): Promise<void> {
    const stored = await this.store.ofCode(CODE);
    for (const [tab, { session }] of this.tabs.entries()) {
      if (session.state?.epoch !== this.server.state.epoch || isTurnedAway(session)) continue;
      const { ideas, comments, me } = session.state;
      const others = stored.filter(({ scope }) => scope !== FAMILY + me?.participant);
      const shown = new Set([...ideas, ...(me?.ideas ?? []), ...(me?.suggestions ?? []), ...comments].map(({ id }) => id));
      // What somebody has suggested is shown to nobody else, and this device may be another by now.
      const past = this.#participants > 1 ? this.server.decided.filter(({ command }) => command.name === "action.suggest") : [];
      const known = new Set([...session.refused, ...others, ...past].map(({ command }) => idOf(command)));
      const seen = this.#seenOn[tab]!;
      expect(this.written.filter((id) => seen.has(id) && !shown.has(id) && !known.has(id) && !this.takenBack.has(id))).toEqual([]);
      for (const id of [...shown, ...known]) seen.add(id);
      for (const { id, table } of [...ideas, ...(me?.ideas ?? [])]) expect(table ?? 0, this.texts.get(id)).toBe(this.#writtenFor.get(id) ?? 0);
      if (this.#isAsBefore) this.#assertAnswers(session);
    }
  }

  /** Neither has the server forgotten something, nor is the device somebody else. */
  get #isAsBefore(): boolean {
    return !this.#restored && this.#participants === 1;
  }

  /** What was answered last stands on the screen from then on: a vote, «Klar», support. Where that was refused, what was before it. */
  #assertAnswers({ state }: Session): void {
    const refused = new Set(this.server.decided.flatMap(({ command, result }) => (result.ok ? [] : [command.id])));
    const decided = this.server.decided.filter(({ command }) => isAsked(command));
    const answers = new Map<string, unknown[]>();
    for (const [place, { name, args }] of this.asked.entries()) {
      const [about, value] = answerOf({ name, args } as Asked);
      const mayStand = answers.get(about) ?? [0];
      const isRefused = decided[place] && refused.has(decided[place].command.id);
      answers.set(about, isRefused ? [...mayStand, value] : [value]);
    }
    for (const [about, mayStand] of answers) expect(mayStand, about).toContain(shownOf(state!, about));
  }

  check(): void {
    const { refused } = this.session(0);
    const kept = new Set(refused.map(({ command }) => textOf(command)));
    const room = this.inTheRoom();
    for (const kind of ["text", "comment", "suggestion"]) {
      const isOf = (id: string) => this.texts.get(id)?.startsWith(kind) && !this.takenBack.has(id);
      const stays = (id: string) => isOf(id) && !kept.has(this.texts.get(id)!);
      // A tab that has not noticed that the device is somebody else by now does not know of what the other tab sends.
      const inOrder = (ids: string[]) => (this.#participants > 1 ? ids.toSorted() : ids);
      expect(inOrder([...room.keys()].filter(isOf))).toEqual(inOrder(this.written.filter(stays)));
    }
    for (const id of this.takenBack) if (this.#participants === 1) expect(room.has(id)).toBe(false);
    for (const [id, text] of room) if (this.texts.has(id)) expect(text).toBe(this.#lastSaid(id, kept));
    const all = new Set([...this.texts.values(), ...this.changes.map(({ text }) => text)]);
    expect([...kept].filter((text) => !all.has(text!))).toEqual([]);
    if (!this.#restored) expect(this.server.decided.map(({ command }) => command).filter(isAsked).map(plain)).toEqual(this.asked);
    const { server_time: _, ...theirs } = this.server.state;
    for (const { session } of this.tabs) {
      expect(session.waiting).toEqual([]);
      const { server_time: __, ...mine } = overlay(session.confirmed!, [], participantRules);
      expect(mine).toEqual(theirs);
      expect(session.state).toEqual(session.confirmed);
      expect(session.refused).toEqual(refused);
    }
  }

  #lastSaid(id: string, kept: Set<string | undefined>): string {
    const taken = this.changes.filter((change) => change.id === id && !kept.has(change.text));
    return taken.at(-1)?.text ?? this.texts.get(id)!;
  }
}

type Asked = { [N in "vote.set" | "vote.done" | "idea.support"]: { name: N; args: CommandArgs[N] } }["vote.set" | "vote.done" | "idea.support"];

function isAsked({ name }: Command): boolean {
  return name === "vote.set" || name === "vote.done" || name === "idea.support";
}

function plain({ name, args }: Command): object {
  return { name, args };
}

/** What it answers, and how. */
function answerOf({ name, args }: Asked): [string, number] {
  if (name === "vote.set") return [args.target, args.points ?? 0];
  return name === "vote.done" ? ["done", Number(args.done)] : ["support", Number(args.on)];
}

function shownOf({ me }: State, about: string): number {
  if (about === "done") return Number(me!.done);
  return about === "support" ? Number(me!.supports?.includes("about") ?? false) : (me!.points[about] ?? 0);
}

function isTurnedAway({ link }: Session): boolean {
  return link.kind === "not_joined";
}

/** What it makes or changes. */
function idOf({ args }: Command): string {
  if ("comment" in args) return args.comment;
  return "suggestion" in args ? (args.suggestion ?? "") : (("idea" in args && args.idea) || "");
}

function textOf(command: Command): string | undefined {
  const { args } = command;
  if (command.name === "action.suggest") return command.args.title;
  return "text" in args ? args.text : undefined;
}
