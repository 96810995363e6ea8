import type { Command, CommandArgs, CommandName, Result, ServerFrame, State } from "../protocol/types";
import { Courier } from "./courier";
import { Feed } from "./feed.svelte";
import { type Caller, Unreachable } from "./http";
import { newId } from "./ids";
import type { LinkKind } from "./link";
import { Outbox } from "./outbox";
import { overlay, type Rules, type Speculation, unseen } from "./overlay";
import { type Entry, openStore, type Store } from "./store";
import { postCommands } from "./writes";

const LOOK_MS = 1000;
const ACK_MS = 12_000;
const SETTLE_MS = 5000;

export type Outcome = { ok: true; result: Result } | { ok: false; code: string; detail: string };

export interface SessionOptions extends Caller {
  rules: Rules;
  /** Whose outbox this is, once the first snapshot says who is asking. */
  scope: (state: State) => string;
  store?: Store;
}

/** A feed with commands: each is stored on the device, shown at once, sent in order and kept until decided. */
export class Session extends Feed {
  /** Not decided yet, in order. */
  waiting: Entry[] = $state.raw([]);
  /** Said no to, with the text kept. */
  refused: Entry[] = $state.raw([]);
  /** False when the device lets nothing be stored: closing the page loses what waits. */
  durable = $state(true);

  /** Taken by the server, and on their way back as events. */
  #settling: (Speculation & { at: number })[] = $state.raw([]);
  readonly #view: State | null = $derived.by(() => this.#overlaid());

  #outbox: Outbox | null = null;
  #opened: () => void = () => {};
  readonly #ready = new Promise<void>((resolve) => (this.#opened = resolve));
  readonly #courier = new Courier();
  readonly #promises = new Map<string, (outcome: Outcome) => void>();
  #look: ReturnType<typeof setInterval> | undefined;
  #sentAt = 0;
  #posting = false;

  constructor(private readonly options: SessionOptions) {
    super(options);
  }

  override get state(): State | null {
    return this.#view;
  }

  override async start(): Promise<void> {
    await super.start();
    if (!this.confirmed) return;
    await this.#openOutbox(this.options.scope(this.confirmed));
    document.addEventListener("visibilitychange", this.#seen);
    this.#look = setInterval(() => this.#lookAfter(), LOOK_MS);
  }

  override stop(): void {
    super.stop();
    clearInterval(this.#look);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#outbox?.close();
    this.#outbox = null;
    this.#opened();
  }

  /**
   * Stores, shows and sends a command. Resolves with the server's decision, however long that takes; `stored` is called once the
   * command is safe on the device, so that whoever wrote it may let go of the text.
   */
  async send<N extends CommandName>(name: N, args: CommandArgs[N], stored?: () => void): Promise<Outcome> {
    await this.#ready;
    if (!this.#outbox) return { ok: false, code: "unreachable", detail: "" };
    const command = { id: newId(), name, args } as Command;
    const decided = new Promise<Outcome>((resolve) => this.#promises.set(command.id, resolve));
    await this.#outbox.add(command, this.serverNow());
    stored?.();
    return decided;
  }

  /** Sends a refused command again, as a new one; `args` may have been changed by hand. */
  async retry(entry: Entry, args: Partial<CommandArgs[CommandName]> = {}): Promise<Outcome> {
    const { name } = entry.command;
    const decided = this.send(name, { ...entry.command.args, ...args } as CommandArgs[typeof name]);
    await this.dismiss(entry);
    return decided;
  }

  async dismiss(entry: Entry): Promise<void> {
    await this.#outbox?.dismiss(entry);
  }

  protected override received(frame: ServerFrame): void {
    super.received(frame);
    if (frame.type === "ack") void this.#acked(frame.results);
    if (frame.type === "hello") this.#courier.grounded();
    if (frame.type === "hello" || frame.type === "ack") this.#transmit();
    if (this.#settling.length) this.#dropSeen();
  }

  protected override linkChanged(kind: LinkKind): void {
    super.linkChanged(kind);
    if (kind === "live") this.#transmit();
    else this.#courier.grounded();
  }

  #overlaid(): State | null {
    if (!this.confirmed) return null;
    return overlay(this.confirmed, [...this.#settling, ...this.waiting], this.options.rules);
  }

  async #openOutbox(scope: string): Promise<void> {
    const store = this.options.store ?? (await openStore());
    this.#outbox = new Outbox(store, scope, {
      changed: () => this.#outboxChanged(),
      decided: (results) => this.#decided(results),
    });
    this.durable = store.durable;
    await this.#outbox.open();
    this.#opened();
  }

  #outboxChanged(): void {
    if (!this.#outbox) return;
    this.waiting = this.#outbox.waiting;
    this.refused = this.#outbox.refused;
    this.#transmit();
  }

  #transmit(): void {
    if (!this.#outbox?.sender || this.#outbox.waiting.length === 0) return;
    const way = this.connection.way;
    if (way === "http") return void this.#post();
    if (way !== "socket") return;
    for (let batch = this.#courier.take(this.#outbox.waiting); batch.length; batch = this.#courier.take(this.#outbox.waiting)) {
      this.#sentAt = Date.now();
      this.connection.send({ type: "push", commands: batch });
    }
  }

  async #post(): Promise<void> {
    const batch = this.#posting ? [] : this.#courier.take(this.waiting);
    if (batch.length === 0) return;
    this.#posting = true;
    try {
      await this.#acked(await postCommands(this.options, batch));
    } catch (error) {
      // Nobody heard: they stay in the outbox and go with the next look.
      this.#courier.grounded();
      if (error instanceof Unreachable) this.connection.doubt(error);
    } finally {
      this.#posting = false;
    }
  }

  async #acked(results: Result[]): Promise<void> {
    this.#courier.landed(results.map((result) => result.id));
    await this.#outbox?.settle(results);
  }

  #decided(results: Result[]): void {
    for (const result of results) {
      const entry = this.waiting.find((other) => other.command.id === result.id);
      if (entry && result.ok) this.#settling = [...this.#settling, { command: entry.command, made: entry.made, result, at: Date.now() }];
      const { code, detail } = result;
      this.#promises.get(result.id)?.(result.ok ? { ok: true, result } : { ok: false, code: code ?? "invalid", detail: detail ?? "" });
      this.#promises.delete(result.id);
    }
    this.#dropSeen();
  }

  #dropSeen(): void {
    const state = this.confirmed;
    if (!state) return;
    const old = Date.now() - SETTLE_MS;
    const left = unseen(state, this.#settling, this.options.rules).filter((item) => item.at > old);
    if (left.length !== this.#settling.length) this.#settling = left;
  }

  /** Once a second: what had to wait may leave now, and what got no answer is sent again. */
  #lookAfter(): void {
    if (!this.#courier.idle && !this.#posting && Date.now() - this.#sentAt > ACK_MS) this.#courier.grounded();
    this.#transmit();
    this.#dropSeen();
  }

  #seen = (): void => {
    if (document.visibilityState === "visible") this.#outbox?.claim(true);
  };
}
