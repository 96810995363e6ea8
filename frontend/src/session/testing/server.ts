import { vi } from "vitest";

import type { ClientFrame, Command, Event, Idea, Result, ServerFrame, State } from "../../protocol/types";
import { reduce } from "../reducer";
import { idea, state } from "./samples";

/** What the client sees of a WebSocket. */
export class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  participant = "";
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocol: string,
    private readonly server: FakeServer,
  ) {}

  send(text: string): void {
    const spurned = this.server.spurns(text);
    if (spurned) this.drop(spurned);
    else this.server.heard(this, JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.readyState = 3;
    this.server.left(this);
  }

  tell(frame: ServerFrame): void {
    if (this.readyState === FakeSocket.OPEN) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code: number): void {
    this.readyState = 3;
    this.server.left(this);
    this.onclose?.({ code });
  }
}

/** In a frame or the body of a call. */
const MOST_BYTES = 16 * 1024;

/** A model of the server's side of the protocol: each command id is decided once; the log has no gaps. */
export class FakeServer {
  state: State = state({ seq: 0 });
  log: Event[] = [];
  outcomes = new Map<string, { by: string; result: Result }>();
  /** Who wrote an idea of this device's. */
  authors = new Map<string, string>();
  /** As whom the cookie makes this device known; null once it has none. */
  cookie: string | null = "p1";
  carriedOut: string[] = [];
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
  /** What stands in front of the server and answers for it, where commands are posted. */
  atTheDoor: ((commands: Command[]) => Response | null) | null = null;

  install(): void {
    const server = this;
    const Socket = class extends FakeSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, server);
        queueMicrotask(() => server.knocked(this));
      }
    };
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.#fetch(url, init));
  }

  knocked(socket: FakeSocket): void {
    if (this.down || this.noSockets || this.captive) return void socket.onclose?.({ code: 1006 });
    socket.readyState = FakeSocket.OPEN;
    if (!this.cookie) return socket.drop(4401);
    socket.participant = this.cookie;
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
    if (frame.type === "since") this.#catchUp(socket, frame.seq);
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
    if (late) setTimeout(() => epoch === this.state.epoch && this.#tell(event), 1000);
    else this.#tell(event);
  }

  #tell(event: Event): void {
    for (const socket of this.sockets) socket.tell({ type: "events", after: event.seq - 1, upto: event.seq, events: [event] });
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
    const me = { ...this.state.me!, participant, points: {}, points_left: 5 };
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
    const workshop = { ...this.state.workshop, activity: id };
    this.happen((seq) => ({ seq, type: "activity.started", workshop, activities }));
  }

  /** The server's rule: open, or made before the end and not too late. */
  #takesIdeas(made: string | undefined): boolean {
    const { activities, workshop } = this.state;
    const collect = activities.find(({ kind }) => kind === "collect")!;
    if (workshop.activity === collect.id) return true;
    if (!collect.closed_at || !made) return false;
    const end = Date.parse(collect.closed_at) + collect.settings.grace_s * 1000;
    return Date.now() <= end || (Date.parse(made) <= end && Date.now() <= end + collect.settings.late_s * 1000);
  }

  #vote(target: string, points: number): void {
    const me = this.state.me!;
    this.state = { ...this.state, me: { ...me, points: { ...me.points, [target]: points } } };
    for (const socket of this.sockets) this.#tellMe(socket);
  }

  #support(id: string, on: boolean): void {
    const others = (this.state.me!.supports ?? []).filter((one) => one !== id);
    const count = this.state.ideas.find((one) => one.id === id)?.supports ?? 0;
    this.state = { ...this.state, me: { ...this.state.me!, supports: on ? [...others, id] : others } };
    for (const socket of this.sockets) this.#tellMe(socket);
    this.happen((seq) => ({ seq, type: "support.changed", supports: { [id]: count + (on ? 1 : -1) } }));
  }

  #tellMe(socket: FakeSocket): void {
    const { points, points_left, supports = [] } = this.state.me!;
    socket.tell({ type: "you", points, points_left, supports });
  }

  ideasByText(): string[] {
    return this.state.ideas.map(({ text }) => text);
  }

  #catchUp(socket: FakeSocket, since: number): void {
    const events = this.log.filter(({ seq }) => seq > since);
    if (events.length) socket.tell({ type: "events", after: since, upto: this.state.seq, events });
  }

  #pushed(socket: FakeSocket, commands: Command[]): void {
    const results = commands.map((command) => this.decide(command, socket.participant));
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
    return result;
  }

  #carryOut(command: Command, by: string): Result {
    if (this.refuse) return { id: command.id, ok: false, code: this.refuse, detail: `Refused: ${this.refuse}` };
    if (command.name === "idea.capture" && !this.#takesIdeas(command.made)) {
      return { id: command.id, ok: false, code: "not_open", detail: "Steget är slut." };
    }
    if (command.name === "idea.edit" || command.name === "idea.withdraw") {
      const author = this.authors.get(command.args.idea) ?? by;
      if (author !== by) return { id: command.id, ok: false, code: "not_allowed", detail: "Det är någon annans." };
    }
    this.carriedOut.push(command.id);
    if (command.name === "vote.set") {
      this.#vote(command.args.target, command.args.points ?? 0);
      return { id: command.id, ok: true, seq: this.state.seq };
    }
    if (command.name === "idea.support") this.#support(command.args.idea, command.args.on);
    if (command.name === "comment.add") {
      const { comment: id, idea: about, text } = command.args;
      const comment = { id, idea: about, text, author: null, created_at: new Date().toISOString() };
      const comments = this.state.comments.filter((one) => one.idea === about).length + 1;
      this.happen((seq) => ({ seq, type: "comment.added", idea: about, comment, comments }));
    }
    if (command.name === "idea.capture") {
      const number = this.state.ideas.length + 1;
      const made: Idea = idea(command.args.idea, { number, text: command.args.text, column: command.args.column ?? null });
      this.authors.set(made.id, by);
      this.happen((seq) => ({ seq, type: "idea.captured", idea: made }));
      return { id: command.id, ok: true, seq: this.state.seq, number, status: "shown" };
    }
    if (command.name === "idea.edit") {
      const now = this.state.ideas.find(({ id }) => id === command.args.idea);
      if (!now) return { id: command.id, ok: false, code: "not_found", detail: "" };
      this.happen((seq) => ({ seq, type: "idea.edited", idea: { ...now, text: command.args.text } }));
    }
    if (command.name === "idea.withdraw") {
      const { idea: id } = command.args;
      if (!this.state.ideas.some((one) => one.id === id)) return { id: command.id, ok: false, code: "not_found", detail: "" };
      this.happen((seq) => ({ seq, type: "idea.withdrawn", id }));
    }
    return { id: command.id, ok: true, seq: this.state.seq };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    this.requests.push(url);
    if (this.captive) return new Response("<html>Sign in</html>", { headers: { "Content-Type": "text/html" } });
    if (this.down) throw new TypeError("Failed to fetch");
    if (!this.cookie) return this.#json({ code: "not_joined", detail: "" }, 401);
    if (url.endsWith("/snapshot/")) return this.#json({ ...this.state, server_time: new Date().toISOString() });
    if (url.endsWith("/commands/")) {
      const spurned = this.spurns(String(init.body));
      if (spurned) return this.#json({ code: "said", detail: `Refused: ${spurned}` }, spurned - 4000);
      const { commands } = JSON.parse(String(init.body)) as { commands: Command[] };
      const instead = this.atTheDoor?.(commands);
      if (instead) return instead;
      return this.#json({ type: "ack", results: commands.map((command) => this.decide(command)) });
    }
    return this.#poll(new URL(url, "http://test"), init.signal ?? null);
  }

  async #poll(url: URL, signal: AbortSignal | null): Promise<Response> {
    const since = Number(url.searchParams.get("since"));
    if (url.searchParams.get("epoch") !== this.state.epoch) return this.#json({ code: "resync", detail: "" }, 409);
    const until = Date.now() + Number(url.searchParams.get("wait")) * 1000;
    while (this.state.seq <= since && Date.now() < until && !this.down) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (signal?.aborted) throw new DOMException("aborted", "AbortError");
      if (!this.cookie) return this.#json({ code: "not_joined", detail: "" }, 401);
    }
    if (this.down) throw new TypeError("Failed to fetch");
    return this.#json({ after: since, upto: this.state.seq, events: this.log.filter(({ seq }) => seq > since), online: this.state.online, you: { points: this.state.me!.points } });
  }

  #json(body: unknown, status = 200): Response {
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  }
}
