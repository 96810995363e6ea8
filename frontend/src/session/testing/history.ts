import { vi } from "vitest";

import type { CommandArgs, CommandName } from "../../protocol/types";
import { newId } from "../ids";
import { participantRules } from "../overlay_participant";
import { Session } from "../session.svelte";
import type { Entry } from "../store";
import { type Asked, isAsked } from "./answers";
import { Device } from "./device";
import { idOf, Remembered } from "./remembered";
import { activity, idea } from "./samples";
import { FakeServer } from "./server";
import { SharedStore, stubChannels, TabStore } from "./tabs";

const CODE = "428617";
const TABLES = 2;
/** In how long at most a page dies after something was begun in it (s): within that a device has done a few pieces of work. */
const DIES_IN_S = 0.012;
/** How the scopes of this device's outboxes begin. */
export const FAMILY = "participant:w1:";

/** Somebody with a phone, two tabs of it, and what they know that they wrote. */
export class History {
  readonly server = new FakeServer();
  readonly device = new Device();
  readonly store = new SharedStore();
  readonly tabs: { session: Session; store: TabStore }[] = [];
  readonly remembered = new Remembered();
  /** The server has forgotten something. */
  restored = false;
  /** How many this device has been to the server. */
  participants = 1;

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
      () => this.killSendingAgain(tab),
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
    await this.#send(tab, "idea.capture", { idea: id, column: "c1", text, table }, () => this.remembered.wrote(tab, id, text, table));
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
    await this.#send(tab, "comment.add", { comment: id, idea: "about", text }, () => this.remembered.wrote(tab, id, text));
  }

  /** The latest idea: the one that the server most often has not answered yet. */
  async takeBack(tab: number): Promise<void> {
    const id = this.remembered.latestIdea();
    if (id) await this.#send(tab, "idea.withdraw", { idea: id }, () => this.remembered.takenBack.add(id));
  }

  async change(tab: number, text: string): Promise<void> {
    const id = this.remembered.latestIdea();
    if (id) await this.#send(tab, "idea.edit", { idea: id, text }, () => this.remembered.changes.push({ id, text }));
  }

  /** Some of them more than the budget, or the cap on one, lets through. */
  async vote(tab: number): Promise<void> {
    await this.ask(tab, "vote.set", { target: `t${Math.floor(this.draw() * 4)}`, points: Math.floor(this.draw() * 3.3) });
  }

  async ask<N extends Asked["name"]>(tab: number, name: N, args: CommandArgs[N]): Promise<void> {
    await this.#send(tab, name, args, () => this.remembered.asked.push({ name, args } as Asked));
  }

  async suggest(tab: number, title: string): Promise<void> {
    const id = newId();
    await this.#send(tab, "action.suggest", { suggestion: id, title }, () => this.remembered.wrote(tab, id, title));
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

  /** By hand. Answers whether there was anything. */
  #sendRefused(tab: number): boolean {
    const session = this.session(tab);
    const entry = session.refused.find(({ command }) => !isAsked(command));
    if (!entry || isTurnedAway(session)) return false;
    const asOwn = entry.command.name === "idea.capture" && entry.refusal?.code === "not_allowed";
    void session.retry(entry, asOwn ? { table: 0 } : {}, () => this.remembered.sentAgain(entry.command, asOwn));
    return true;
  }

  async sendRefusedAgain(tab: number): Promise<void> {
    if (this.#sendRefused(tab)) await this.wait(0.01);
  }

  async throwAway(tab: number): Promise<void> {
    const session = this.session(tab);
    const entry = session.refused.find(({ command }) => !isAsked(command));
    if (!entry || isTurnedAway(session)) return;
    void session.dismiss(entry);
    await this.wait(0.01);
    this.remembered.threwAway(entry.command);
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
      void session.send("idea.capture", { idea: id, column: "c1", text, table }, () => this.remembered.wrote(tab, id, text, table));
    }
    await this.#dies(tab);
  }

  /** At any moment of what a refused text that goes again sets going. */
  async killSendingAgain(tab: number): Promise<void> {
    if (this.#sendRefused(tab)) await this.#dies(tab);
  }

  async #dies(tab: number): Promise<void> {
    await this.wait(this.draw() * DIES_IN_S);
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
    this.restored = true;
    const made = (await this.stored()).filter(({ command }) => command.name !== "idea.edit");
    const left = new Set([...this.inTheRoom().keys(), ...made.map(({ command }) => idOf(command))]);
    this.remembered.written = this.remembered.written.filter((id) => left.has(id));
  }

  loseCookie(): void {
    this.server.loseCookie();
  }

  /** What the phone does when the server does not know it: to the door, and in again as somebody new. */
  async comeIn(): Promise<void> {
    for (const tab of [0, 1]) {
      if (!isTurnedAway(this.session(tab)) || this.server.down || this.server.network.weather !== "up") continue;
      this.session(tab).stop();
      if (!this.server.cookie) this.server.join(`p${++this.participants}`);
      await this.open(tab);
    }
  }

  /** All that lies on the device of the workshop, whoever wrote it. */
  stored(): Promise<Entry[]> {
    return this.store.ofCode(CODE);
  }

  /** Neither has the server forgotten something, nor is the device somebody else. */
  get isAsBefore(): boolean {
    return !this.restored && this.participants === 1;
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
    if (this.participants > 1) for (const tab of [0, 1]) await this.reload(tab);
    await this.wait(1);
  }
}

export function isTurnedAway({ link }: Session): boolean {
  return link.kind === "not_joined";
}
