import { vi } from "vitest";

import type { Activity, ClientFrame, Command, CommandArgs, Event, Idea, Result, State } from "../../protocol/types";
import { reduce } from "../reducer";
import { FakeSocket, Network } from "./network";
import { Pens } from "./pens";
import { idea, state } from "./samples";

/** In which step these are taken. */
const STEP_OF: Partial<Record<Command["name"], Activity["kind"]>> = {
  "idea.capture": "collect",
  "idea.support": "collect",
  "vote.set": "vote",
  "vote.done": "vote",
  "action.suggest": "commit",
};
/** In a frame or the body of a call. */
const MOST_BYTES = 16 * 1024;

/** A model of the server's side of the protocol: each command id is decided once; the log has no gaps. */
export class FakeServer {
  state: State = state({ seq: 0 });
  /** What is between it and the device. */
  readonly network = new Network();
  log: Event[] = [];
  outcomes = new Map<string, { by: string; result: Result }>();
  /** Who wrote an idea of this device's. */
  authors = new Map<string, string>();
  readonly pens = new Pens();
  /** As whom the cookie makes this device known; null once it has none. */
  cookie: string | null = "p1";
  carriedOut: string[] = [];
  /** What was decided, once each, in order. */
  decided: { command: Command; by: string; result: Result }[] = [];
  sockets = new Set<FakeSocket>();
  /** All that was pushed, resent commands included. */
  heardCommands: Command[] = [];
  /** How many sockets it let in. */
  opened = 0;
  down = false;
  noSockets = false;
  captive = false;
  loseAcks = 0;
  loseEvents = 0;
  refuse: Result["code"] = null;
  /** Until when (ms) it takes no ideas from this phone, which has been sending too many. */
  slowUntil = 0;
  requests: string[] = [];
  /** What it can read nothing of. */
  unreadable: RegExp | null = null;
  /** Whose commands are being carried out. */
  #asks: FakeSocket | null = null;
  /** The participant's other links have not been told what concerns only them. */
  #isOwed = false;
  /** What stands in front of the server and answers for it, where commands are posted. */
  atTheDoor: ((commands: Command[]) => Response | null) | null = null;

  install(): void {
    const server = this;
    const Socket = class extends FakeSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, server);
      }
    };
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.#fetch(url, init, this.cookie));
  }

  knocked(socket: FakeSocket): void {
    if (this.down || this.noSockets || this.captive) return socket.drop(1006);
    if (socket.readyState === 3) return;
    socket.readyState = FakeSocket.OPEN;
    if (!socket.participant) return socket.drop(4401);
    this.sockets.add(socket);
    this.opened += 1;
    socket.onopen?.();
    const query = new URL(socket.url).searchParams;
    const { seq, epoch } = this.state;
    socket.tell({ type: "hello", epoch, seq, server_time: new Date().toISOString(), audience: "participant" });
    this.#tellMe(socket);
    if (query.get("epoch") === epoch) this.#catchUp(socket, Number(query.get("since")));
    else socket.tell({ type: "resync", reason: "epoch" });
  }

  /** The close code of whoever sends this, if any. */
  spurns(text: string): number | null {
    if (new TextEncoder().encode(text).length > MOST_BYTES) return 4413;
    return this.unreadable?.test(text) ? 4400 : null;
  }

  left(socket: FakeSocket): void {
    this.sockets.delete(socket);
  }

  heard(socket: FakeSocket, frame: ClientFrame): void {
    if (!this.sockets.has(socket)) return;
    if (frame.type === "ping") socket.tell({ type: "pong", t: frame.t, server_time: new Date().toISOString() });
    if (frame.type === "since") {
      this.#catchUp(socket, frame.seq);
      this.#tellMe(socket);
    }
    if (frame.type === "push") this.#pushed(socket, frame.commands);
  }

  /** Something that others did. */
  happen(make: (seq: number) => Event): void {
    const event = make(this.state.seq + 1);
    this.state = { ...reduce(this.state, event), seq: event.seq };
    this.log.push(event);
    const late = this.loseEvents > 0;
    this.loseEvents -= Number(late);
    // A wake-up that is lost costs a second: that is how often the server looks at its log by itself.
    const { epoch } = this.state;
    if (late) setTimeout(() => epoch === this.state.epoch && this.#tell(event.seq, [event]), 1000);
    else this.#tell(event.seq, [event]);
  }

  /** Something that this audience is not told of. */
  #passes(): void {
    this.state = { ...this.state, seq: this.state.seq + 1 };
    this.#tell(this.state.seq, []);
  }

  #tell(seq: number, events: Event[]): void {
    for (const socket of this.sockets) socket.tell({ type: "events", after: seq - 1, upto: seq, events });
    if (this.#isOwed) for (const socket of this.sockets) this.#tellMe(socket);
    this.#isOwed = false;
  }

  /** The server goes away; its database stays. */
  stop(code = 1006): void {
    this.down = true;
    for (const socket of [...this.sockets]) socket.drop(code);
  }

  start(): void {
    this.down = false;
  }

  /** The device has let go of its cookie, and of who it was. */
  loseCookie(): void {
    this.cookie = null;
    for (const socket of [...this.sockets]) socket.drop(4401);
  }

  /** The device comes in anew, as somebody else. */
  join(participant: string): void {
    this.cookie = participant;
    const me = { ...this.state.me!, participant, points: {}, effort: {}, points_left: 5, done: false, supports: [], suggestions: [], table: this.pens.tableOf(participant) };
    this.state = { ...this.state, me };
  }

  /** A database restored from a backup: another epoch, and what came after is gone. */
  restore(epoch: string, before: State): void {
    this.state = { ...before, epoch };
    this.log = [];
    this.outcomes.clear();
    for (const socket of this.sockets) socket.tell({ type: "resync", reason: "restored" });
  }

  /** Another step starts; the one before closes. */
  startActivity(id: string): void {
    const now = new Date().toISOString();
    const activities = this.state.activities.map((one) => {
      if (one.id === id) return { ...one, started_at: now, closed_at: null };
      return one.id === this.state.workshop.activity ? { ...one, closed_at: now } : one;
    });
    const isVote = activities.some((one) => one.id === id && one.kind === "vote");
    const workshop = { ...this.state.workshop, activity: id, ...(isVote ? { vote_activity: id } : {}) };
    this.happen((seq) => ({ seq, type: "activity.started", workshop, activities }));
  }

  /** Another phone takes a table's pen, or nobody has it any more. */
  movePen(table: number, to: "another phone" | null): void {
    if (this.pens.holderOf(table) !== to) this.#givePen(table, to);
  }

  /** Whoever gets one puts down any other. */
  #givePen(table: number, holder: string | null): void {
    const held = holder ? this.pens.tableOf(holder) : 0;
    if (held === table) return;
    if (held) this.pens.give(held, null);
    this.pens.give(table, holder);
    const { participant, table: mine } = this.state.me!;
    if (this.pens.tableOf(participant) !== mine) this.#change({ table: this.pens.tableOf(participant) });
    this.happen((seq) => ({ seq, type: "table.changed", workshop: { ...this.state.workshop, tables: this.pens.list() } }));
  }

  /** The server's rule: open, or made before the end and not too late. */
  #takes(kind: Activity["kind"], made: string | undefined): boolean {
    const { activities, workshop } = this.state;
    const step = activities.find((one) => one.kind === kind);
    if (step && workshop.activity === step.id) return true;
    if (!step?.closed_at || !made) return false;
    const end = Date.parse(step.closed_at) + step.settings.grace_s * 1000;
    return Date.now() <= end || (Date.parse(made) <= end && Date.now() <= end + step.settings.late_s * 1000);
  }

  /** Why this is not taken, if it is not. */
  #refusal(command: Command, by: string): Result["code"] {
    const { name, args, made } = command;
    const { ideas, activities } = this.state;
    const step = STEP_OF[name];
    if (step && !this.#takes(step, made)) return "not_open";
    if (name === "idea.edit" || name === "idea.withdraw") {
      if ((this.authors.get(args.idea) ?? by) !== by) return "not_allowed";
      if (!ideas.some(({ id }) => id === args.idea)) return "not_found";
    }
    const ofPen = this.pens.refusal(command, by, Math.max(...activities.map(({ closed_at }) => Date.parse(closed_at ?? "1970-01-01"))));
    if (ofPen) return ofPen;
    if (name === "idea.support" && !ideas.some(({ id }) => id === args.idea)) return "not_found";
    if (name !== "vote.set" || this.state.me!.participant !== by) return null;
    const { settings } = activities.find(({ kind }) => kind === "vote")!;
    if (settings.model !== "points") return null;
    if ((args.points ?? 0) > settings.max_per_target) return "cap_reached";
    return this.#leftAfter(args) < 0 ? "budget_spent" : null;
  }

  #leftAfter({ target, points }: CommandArgs["vote.set"]): number {
    const me = this.state.me!;
    return me.points_left + (me.points[target] ?? 0) - (points ?? 0);
  }

  #vote(args: CommandArgs["vote.set"]): void {
    const { points, points_left, effort = {} } = this.state.me!;
    const { model } = this.state.activities.find(({ kind }) => kind === "vote")!.settings;
    const { [args.target]: _, ...others } = points;
    const { [args.target]: __, ...efforts } = effort;
    const isAnswer = args.points !== null && (args.points !== 0 || model === "agree");
    const said = isAnswer ? { [args.target]: args.points! } : {};
    const rated = args.effort ? { [args.target]: args.effort } : {};
    this.#change({ points: { ...others, ...said }, effort: { ...efforts, ...rated }, points_left: model === "points" ? this.#leftAfter(args) : points_left });
  }

  #support(id: string, on: boolean, isMine: boolean): void {
    const given = isMine ? this.state.me!.supports ?? [] : [];
    const others = given.filter((one) => one !== id);
    const count = this.state.ideas.find((one) => one.id === id)?.supports ?? 0;
    const more = Number(on) - (given.length - others.length);
    if (isMine) this.#change({ supports: on ? [...others, id] : others });
    this.happen((seq) => ({ seq, type: "support.changed", supports: { [id]: count + more } }));
  }

  /** What concerns only this participant: told at once where they asked for it, elsewhere after the events that it goes with. */
  #change(fields: Partial<NonNullable<State["me"]>>): void {
    this.state = { ...this.state, me: { ...this.state.me!, ...fields } };
    this.#isOwed = true;
    if (this.#asks) this.#tellMe(this.#asks);
  }

  #tellMe(socket: FakeSocket): void {
    if (socket.participant === this.state.me!.participant) socket.tell({ type: "you", ...this.#you() });
  }

  #you() {
    const { points, effort = {}, points_left, done, supports, suggestions, table } = this.state.me!;
    return { points, effort, points_left, done, supports, suggestions, table };
  }

  ideasByText(): string[] {
    return this.state.ideas.map(({ text }) => text);
  }

  #catchUp(socket: FakeSocket, since: number): void {
    const events = this.log.filter(({ seq }) => seq > since);
    if (this.state.seq > since) socket.tell({ type: "events", after: since, upto: this.state.seq, events });
  }

  #pushed(socket: FakeSocket, commands: Command[]): void {
    this.#asks = socket;
    const results = commands.map((command) => this.decide(command, socket.participant));
    this.#asks = null;
    if (this.loseAcks > 0) {
      this.loseAcks -= 1;
      return socket.drop(1006);
    }
    socket.tell({ type: "ack", results });
  }

  decide(command: Command, by: string = this.cookie ?? ""): Result {
    this.heardCommands.push(command);
    const known = this.outcomes.get(command.id);
    if (known?.result.ok && known.by !== by) return { id: command.id, ok: false, code: "invalid", field: "id", detail: "Det hade kommit fram." };
    if (known) return { ...known.result, repeat: true };
    // As the real one it keeps no outcome of these.
    if (command.name === "idea.capture" && Date.now() < this.slowUntil) return { id: command.id, ok: false, code: "too_fast", detail: "Vänta." };
    const result = this.#carryOut(command, by);
    this.outcomes.set(command.id, { by, result });
    this.decided.push({ command, by, result });
    return result;
  }

  #carryOut(command: Command, by: string): Result {
    if (this.refuse) return { id: command.id, ok: false, code: this.refuse, detail: `Refused: ${this.refuse}` };
    const refusal = this.#refusal(command, by);
    if (refusal) return { id: command.id, ok: false, code: refusal, detail: `Refused: ${refusal}` };
    this.carriedOut.push(command.id);
    // Of somebody whom the device was before nobody is told.
    const isMine = by === this.state.me!.participant;
    if (command.name === "idea.support") this.#support(command.args.idea, command.args.on, isMine);
    if (command.name === "vote.set" || command.name === "vote.done" || command.name === "action.suggest") {
      if (isMine) this.#ofOneself(command);
      this.#passes();
    }
    if (command.name === "table.take") this.#givePen(command.args.table, by);
    if (command.name === "table.leave" || command.name === "table.pass") this.#givePen(this.pens.tableOf(by), null);
    if (command.name === "comment.add") {
      const { comment: id, idea: about, text } = command.args;
      const comment = { id, idea: about, text, author: null, created_at: new Date().toISOString() };
      const comments = this.state.comments.filter((one) => one.idea === about).length + 1;
      this.happen((seq) => ({ seq, type: "comment.added", idea: about, comment, comments }));
    }
    if (command.name === "idea.capture") {
      const number = this.state.ideas.length + 1;
      const table = (command.args.table ?? this.pens.tableOf(by)) || null;
      const made: Idea = idea(command.args.idea, { number, text: command.args.text, column: command.args.column ?? null, table });
      this.authors.set(made.id, by);
      this.happen((seq) => ({ seq, type: "idea.captured", idea: made }));
      return { id: command.id, ok: true, seq: this.state.seq, number, status: "shown" };
    }
    if (command.name === "idea.edit") {
      const now = this.state.ideas.find(({ id }) => id === command.args.idea)!;
      this.happen((seq) => ({ seq, type: "idea.edited", idea: { ...now, text: command.args.text } }));
    }
    if (command.name === "idea.withdraw") {
      const { idea: id } = command.args;
      this.happen((seq) => ({ seq, type: "idea.withdrawn", id }));
    }
    return { id: command.id, ok: true, seq: this.state.seq };
  }

  #ofOneself(command: Extract<Command, { name: "vote.set" | "vote.done" | "action.suggest" }>): void {
    if (command.name === "vote.set") return this.#vote(command.args);
    if (command.name === "vote.done") return this.#change({ done: command.args.done });
    const { suggestion: id, title } = command.args;
    const { suggestions = [] } = this.state.me!;
    const suggested = { id, title, status: "waiting", action: null, created_at: new Date().toISOString() } as const;
    if (!suggestions.some((one) => one.id === id)) this.#change({ suggestions: [...suggestions, suggested] });
  }

  async #fetch(url: string, init: RequestInit, by: string | null): Promise<Response> {
    this.requests.push(url);
    return this.network.call(() => this.#answer(url, init, by), init.signal ?? null);
  }

  async #answer(url: string, init: RequestInit, by: string | null): Promise<Response> {
    if (this.captive) return new Response("<html>Sign in</html>", { headers: { "Content-Type": "text/html" } });
    if (this.down) throw new TypeError("Failed to fetch");
    if (!by) return this.#turnedAway();
    const isNobody = by !== this.state.me!.participant;
    const { pathname } = new URL(url, "http://test");
    if (pathname.endsWith("/snapshot/")) return isNobody ? this.#turnedAway() : this.#json({ ...this.state, server_time: new Date().toISOString() });
    if (pathname.endsWith("/commands/")) {
      const spurned = this.spurns(String(init.body));
      if (spurned) return this.#json({ code: "said", detail: `Refused: ${spurned}` }, spurned - 4000);
      const { commands } = JSON.parse(String(init.body)) as { commands: Command[] };
      const instead = this.atTheDoor?.(commands);
      if (instead) return instead;
      const results = commands.map((command) => this.decide(command, by));
      await this.network.loses(init.signal ?? null);
      return this.#json({ type: "ack", results });
    }
    return this.#poll(new URL(url, "http://test"), init.signal ?? null, by);
  }

  async #poll(url: URL, signal: AbortSignal | null, by: string): Promise<Response> {
    const since = Number(url.searchParams.get("since"));
    if (url.searchParams.get("epoch") !== this.state.epoch) return this.#json({ code: "resync", detail: "" }, 409);
    const until = Date.now() + Number(url.searchParams.get("wait")) * 1000;
    while (this.state.seq <= since && Date.now() < until && !this.down) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (signal?.aborted) throw new DOMException("aborted", "AbortError");
      if (this.cookie !== by) return this.#turnedAway();
    }
    if (by !== this.state.me!.participant) return this.#turnedAway();
    if (this.down) throw new TypeError("Failed to fetch");
    return this.#json({ after: since, upto: this.state.seq, events: this.log.filter(({ seq }) => seq > since), online: this.state.online, you: this.#you() });
  }

  #turnedAway(): Response {
    return this.#json({ code: "not_joined", detail: "" }, 401);
  }

  #json(body: unknown, status = 200): Response {
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  }
}
