import type { Command, CommandArgs, CommandName, Result, ServerFrame, State } from "../protocol/types";
import type { Ahead } from "./ahead";
import { Feed } from "./feed.svelte";
import type { Caller } from "./http";
import { newId } from "./ids";
import type { LinkKind } from "./link";
import { hadArrived, keepsText, Outbox } from "./outbox";
import { aboutOf, overlay, type Rules } from "./overlay";
import { Sender } from "./sender";
import { Settling } from "./settling.svelte";
import { type Entry, openStore, type Store, type Withdrawn } from "./store";

const LOOK_MS = 1000;
/** An answer that takes longer is said to be awaited. */
const LATE_MS = 4000;
/** How often at most what others did is kept on the device; what is told of one's own is within a second. */
const KEEP_MS = 10_000;
const MOST_IDEAS_KEPT = 2000;

/** `kept`: the text that was refused, which is in `refused` by now. */
export type Outcome = { ok: true; result: Result } | { ok: false; code: string; detail: string; kept: Entry | null };

export interface SessionOptions extends Caller {
  /** Needed once it is known what waits. */
  rules: Rules | Promise<Rules>;
  /** Whose outbox this is, once the first snapshot says who is asking. */
  scope: (state: State) => string;
  /** How the scopes of all that this device has been in the workshop begin. */
  family?: (state: State) => string;
  /**
   * Told of a refusal that nobody waits for: the page was opened again since, or another tab sent it. Not of texts, which stay in
   * `refused`. Also told, once for all of an answer, of what had arrived before this device joined anew.
   */
  unheard?: (detail: string) => void;
  store?: Store;
  /** Keeps what was last seen on the device, to open it without a network. */
  remember?: boolean;
  /** The first snapshot, where it has been asked for already. */
  ahead?: Ahead | null;
}

/** A feed with commands: each is stored on the device, shown at once, sent in order and kept until decided. */
export class Session extends Feed {
  /** Not decided yet, in order. */
  waiting: Entry[] = $state.raw([]);
  /** Said no to, with the text kept. */
  refused: Entry[] = $state.raw([]);
  /** False when the device lets nothing be stored: closing the page loses what waits. */
  durable = $state(true);
  /** Something waits, there is contact, and for some seconds there has been no answer. */
  unanswered = $state(false);

  readonly #settling = new Settling(() => this.#rules);
  /** The answers being taken, where one's own view has come. */
  readonly #afterOwn = new Set<string>();
  readonly #view: State | null = $derived.by(() => this.#overlaid());

  #rules: Rules = {};
  #outbox: Outbox | null = null;
  #store: Store | null = null;
  #kept: { state: State | null; at: number } = { state: null, at: 0 };
  #opened: () => void = () => {};
  /** Resolves once it is known what waits, or the session has been stopped. */
  readonly ready = new Promise<void>((resolve) => (this.#opened = resolve));
  readonly #sender: Sender;
  /** The place of the latest that the server took of those about the same. What stands before it sets nothing any more. */
  readonly #latest = new Map<string, number>();
  readonly #promises = new Map<string, (outcome: Outcome) => void>();
  /** What is being sent again, by the id of what was refused. */
  readonly #again = new Map<string, Promise<Outcome>>();
  #look: ReturnType<typeof setInterval> | undefined;
  /** Since when (ms) an answer is due. */
  #dueSince = 0;

  constructor(private readonly options: SessionOptions) {
    super(options, options.ahead);
    this.#sender = new Sender(options, this.connection, {
      waiting: () => (this.#outbox?.sender ? this.#outbox.waiting : []),
      about: (command) => this.#about(command),
      decided: (results, restMs) => this.#answered(results, restMs),
      unsaved: () => (this.unsaved = true),
    });
  }

  override get state(): State | null {
    return this.#view;
  }

  /** What keeps something waiting here, though there is contact. */
  get hitch(): "unsaved" | "unanswered" | null {
    if (this.waiting.length === 0) return null;
    return this.unsaved ? "unsaved" : this.unanswered ? "unanswered" : null;
  }

  override async start(): Promise<void> {
    const fetched = super.start();
    const store = (this.#store = this.options.store ?? (await openStore()));
    this.#rules = await this.options.rules;
    const recalled = async () => {
      const seen = this.options.remember && (await store.seen(this.options.code));
      if (seen) this.recall(seen);
      if (!this.confirmed) await fetched;
    };
    await Promise.race([fetched, recalled()]);
    if (!this.confirmed || !this.running) return;
    await this.#openOutbox(this.options.scope(this.confirmed));
    if (!this.running) return this.#closeOutbox();
    document.addEventListener("visibilitychange", this.#seen);
    this.#look = setInterval(() => this.#lookAfter(), LOOK_MS);
  }

  override stop(): void {
    super.stop();
    clearInterval(this.#look);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#closeOutbox();
    this.#opened();
  }

  /**
   * Stores, shows and sends a command. Resolves with the server's decision, however long that takes; `stored` is called once the
   * command is safe on the device, so that whoever wrote it may let go of the text. `made` is when it was made (server time, ms); `about`: see `Entry`.
   */
  send<N extends CommandName>(name: N, args: CommandArgs[N], stored?: () => void, made = this.#madeNow(), about?: Withdrawn): Promise<Outcome> {
    return this.#send({ id: newId(), name, args } as Command, made, stored, about);
  }

  /** Server time. What is written once the page knows that all was removed is from after that, whatever the device takes the time for. */
  #madeNow(): number {
    return Math.max(this.serverNow(), Date.parse(this.confirmed?.me?.erased_at ?? "") + 1 || 0);
  }

  async #send(command: Command, made: number, stored?: () => void, about?: Withdrawn, instead?: Entry): Promise<Outcome> {
    await this.ready;
    if (!this.#outbox) return { ok: false, code: "unreachable", detail: "", kept: null };
    const decided = new Promise<Outcome>((resolve) => this.#promises.set(command.id, resolve));
    await this.#outbox.add(command, made, about, instead);
    stored?.();
    return decided;
  }

  /**
   * Sends a refused command again, as a new one that was made when it was; `args` may have been changed by hand. `stored`: see `send`.
   * Asked twice, it is sent once.
   */
  retry(entry: Entry, args: Partial<CommandArgs[CommandName]> = {}, stored?: () => void): Promise<Outcome> {
    const { id, name } = entry.command;
    const known = this.#again.get(id);
    if (known) return known;
    const command = { id: newId(), name, args: Object.assign({}, entry.command.args as object, args) } as Command;
    const sent = this.#send(command, entry.made, stored, entry.about, entry).finally(() => this.#again.delete(id));
    this.#again.set(id, sent);
    return sent;
  }

  /** Throws a command away; whoever waits for what becomes of it is told that nothing does. */
  async dismiss(entry: Entry): Promise<void> {
    this.#tell(entry.command.id, { ok: false, code: "dismissed", detail: "", kept: null });
    await this.#outbox?.dismiss(entry);
  }

  /** Throws away what cannot have left this device yet. Answers whether it did. */
  async withhold(entry: Entry): Promise<boolean> {
    if (!this.#outbox?.isOurs(entry) || this.#sender.hasLeft(entry.command.id)) return false;
    const gone = this.dismiss(entry);
    this.waiting = this.#outbox.waiting;
    await gone;
    return true;
  }

  protected override received(frame: ServerFrame): void {
    super.received(frame);
    if (frame.type === "ack") {
      for (const { id, repeat } of frame.results) if (!repeat) this.#afterOwn.add(id);
      void this.#sender.answered(frame.results);
      this.#afterOwn.clear();
    }
    if (frame.type === "hello") {
      // Whoever came while nothing could be saved was told so; with nothing of one's own waiting, nothing else ends that.
      if (this.waiting.length === 0) this.unsaved = false;
      this.#sender.grounded();
    }
    if (frame.type === "hello" || frame.type === "ack") this.#sender.transmit();
    const { length } = this.#settling.items;
    if (frame.type === "you") this.#toldOwn();
    else if (length) {
      // One's own is waited for.
      this.catchUp();
      this.#dropSeen();
    }
    // The page may go at any moment, and opened again it is not to say less of one's own than it did.
    if (this.#settling.items.length < length) void this.#keep(0);
  }

  protected override nudged(): void {
    super.nudged();
    this.#sender.hurry();
  }

  protected override linkChanged(kind: LinkKind): void {
    super.linkChanged(kind);
    this.#dueSince = Date.now();
    this.unanswered = false;
    if (kind === "live") this.#sender.transmit();
    else this.#sender.grounded();
    if (kind === "not_joined" || kind === "not_found") void this.#forget();
  }

  protected override isVote(id: string): boolean {
    return this.waiting.some(({ command }) => command.id === id && command.name.startsWith("vote."));
  }

  protected override spurned(): void {
    this.#sender.spurned();
  }

  protected override refreshed(): void {
    this.#toldOwn();
    void this.ready.then(() => this.#checkOutbox());
  }

  #overlaid(): State | null {
    if (!this.confirmed) return null;
    return overlay(this.confirmed, [...this.#settling.items, ...this.waiting], this.#rules);
  }

  /** What the device kept may be of somebody who is a new participant since: theirs is another outbox. */
  async #checkOutbox(): Promise<void> {
    const scope = this.confirmed && this.options.scope(this.confirmed);
    const outbox = this.#outbox;
    if (!scope || !outbox) return;
    // Another tab, which has not noticed yet, may have written as whom the device was before.
    if (outbox.scope === scope) return outbox.adopt(this.options.family?.(this.confirmed!));
    outbox.close();
    await this.#openOutbox(scope);
  }

  #closeOutbox(): void {
    this.#outbox?.close();
    this.#outbox = null;
  }

  async #openOutbox(scope: string): Promise<void> {
    const handlers = {
      changed: () => this.#outboxChanged(),
      decided: (results: Result[]) => this.#decided(results),
      settled: (results: Result[]) => this.#settled(results),
      leaving: () => this.#keep(0),
      language: this.options.language,
    };
    this.#outbox = new Outbox(this.#store!, scope, handlers, this.options.code);
    // Only the server says who this is now; what the device remembers may be of before.
    const family = this.seenAt === null ? this.options.family?.(this.confirmed!) : undefined;
    await this.#outbox.open(family, document.visibilityState === "visible");
    this.#opened();
  }

  #about(command: Command): string | undefined {
    return aboutOf(command, this.#rules);
  }

  #outboxChanged(): void {
    if (!this.#outbox) return;
    const isOvertaken = ({ n, command }: Entry) => n < (this.#latest.get(this.#about(command) ?? "") ?? 0);
    for (const entry of this.#outbox.waiting.filter(isOvertaken)) {
      const { id } = entry.command;
      // The later one stands for it.
      this.#tell(id, { ok: true, result: { id, ok: true } });
      void this.#outbox.dismiss(entry);
    }
    for (const entry of this.#outbox.refused.filter((one) => one.command.name.startsWith("vote.") && isOvertaken(one))) void this.dismiss(entry);
    if (this.waiting.length === 0) this.#dueSince = Date.now();
    this.waiting = this.#outbox.waiting;
    if (this.waiting.length === 0) this.unsaved = this.unanswered = false;
    this.refused = this.#outbox.refused;
    this.durable = this.#outbox.durable;
    this.#sender.transmit();
  }

  async #answered(results: Result[], restMs: number): Promise<void> {
    this.#dueSince = Date.now() + restMs;
    await this.#outbox?.settle(results);
  }

  #decided(results: Result[]): void {
    this.unsaved = this.unanswered = false;
    this.#dueSince = Math.max(this.#dueSince, Date.now());
    const known = new Map(this.waiting.map((entry) => [entry.command.id, entry]));
    const arrived = results.find((result) => known.has(result.id) && hadArrived(result));
    if (arrived) this.options.unheard?.(arrived.detail ?? "");
    for (const result of results) this.#decidedOne(result, known.get(result.id));
    this.#dropSeen();
  }

  #decidedOne(result: Result, entry: Entry | undefined): void {
    const epoch = this.confirmed?.epoch ?? "";
    const about = entry && result.ok && this.#about(entry.command);
    if (about) this.#latest.set(about, entry.n);
    if (entry && result.ok) {
      const isTold = !this.confirmed?.me || this.#afterOwn.has(result.id);
      this.#settling.add({ command: entry.command, made: entry.made, result, epoch, isTold });
    }
    const isDone = result.ok || hadArrived(result);
    if (isDone) this.#tell(result.id, { ok: true, result });
    else if (entry && !this.#promises.has(result.id) && !keepsText(entry, result)) this.options.unheard?.(result.detail ?? "");
  }

  /** A refusal is told once its text can be read. */
  #settled(results: Result[]): void {
    for (const { id, code, detail } of results) {
      const kept = this.refused.find(({ command }) => command.id === id) ?? null;
      this.#tell(id, { ok: false, code: code ?? "invalid", detail: detail ?? "", kept });
    }
  }

  /** Whoever waits for the decision is told once. */
  #tell(id: string, outcome: Outcome): void {
    this.#promises.get(id)?.(outcome);
    this.#promises.delete(id);
  }

  /** The next look keeps it on the device. */
  #toldOwn(): void {
    this.#kept.at = 0;
    if (this.confirmed) this.#settling.toldOwn(this.confirmed);
    this.#dropSeen();
  }

  #dropSeen(): void {
    if (this.confirmed) this.#settling.drop(this.confirmed);
  }

  /** Once a second: what had to wait may leave now, and what got no answer is sent again. */
  #lookAfter(): void {
    this.#sender.look();
    this.unanswered = !!this.#outbox?.sender && this.link.kind === "live" && this.waiting.length > 0 && Date.now() - this.#dueSince > LATE_MS;
    if (this.confirmed) this.#settling.askFor(this.confirmed, () => this.askAnew());
    void this.#outbox?.recover();
    void this.#keep(KEEP_MS);
  }

  #seen = (): void => {
    if (document.visibilityState === "visible") this.#outbox?.claim(true);
    else void this.#keep(0);
  };

  /**
   * Keeps what the server said and what it took of one's own, unless it was kept less than `restMs` ago. Nothing is kept of a
   * workshop that is over.
   */
  async #keep(restMs: number): Promise<void> {
    const now = Date.now();
    if (!this.options.remember || this.connection.stopped || !this.confirmed || this.seenAt !== null || now - this.#kept.at < restMs) return;
    const state = overlay(this.confirmed, this.#settling.items, this.#rules);
    if (state === this.#kept.state) return;
    this.#kept = { state, at: now };
    if (state.workshop.status === "closed" || state.ideas.length > MOST_IDEAS_KEPT) return this.#forget();
    const seen = { code: this.options.code, state, at: this.heardAt, offset: this.time.offset };
    // A full device keeps what it has; what people wrote is another matter.
    await this.#store?.keepSeen(seen).catch(() => {});
  }

  async #forget(): Promise<void> {
    if (!this.options.remember) return;
    // It may be told before the device has opened what it keeps.
    const store = this.options.store ?? (await openStore());
    await store.forgetSeen(this.options.code).catch(() => {});
  }
}
