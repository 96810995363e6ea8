import type { Command, Result } from "../protocol/types";
import type { Entry, Store, Withdrawn } from "./store";

/** Whether such a refusal keeps the command, until it is sent again or thrown away: somebody wrote what is in it, or what it is about, or voted with it. */
export function keepsText({ command: { name, args }, about }: Pick<Entry, "command" | "about">, { code, field }: Pick<Result, "code" | "field">): boolean {
  // Nothing is kept of a suggestion that is there, since it could not be taken back, nor of what its writer has removed for good.
  if (name === "action.suggest" && code === "invalid" && field === "suggestion") return false;
  if (name === "idea.restore") return Boolean(about) && !(code === "not_allowed" && field === "idea");
  return name === "action.claim" || name === "vote.set" || name === "vote.done" || "text" in args || "title" in args || ("reason" in args && Boolean(args.reason));
}

/** Whether the command was carried out already, as of whom this device was before: there is nothing left to send or to keep. */
export function hadArrived({ ok, field }: Result): boolean {
  return !ok && field === "id";
}

/** What tabs say to each other. */
type Told = { kind: "changed" } | { kind: "decided"; results: Result[]; entries: Entry[] };

export interface OutboxHandlers {
  /** What waits, or what was refused, is another than before. */
  changed(): void;
  /** The server decided these; told in every tab. */
  decided(results: Result[]): void;
  /** They have left `waiting` for good, and the texts among them that were refused are in `refused`. */
  settled(results: Result[]): void;
  /** What refusals are told in. */
  language?: (() => string) | undefined;
  /** Awaited before what was taken leaves the device: until then it is sent again if the page goes. */
  leaving?(): Promise<void>;
}

/** Commands on this device that the server has not decided yet, in order, shared by all tabs of one scope. */
export class Outbox {
  waiting: Entry[] = [];
  refused: Entry[] = [];
  /** What was decided, by the command's id: as it stands from then on, or null where nothing stays. The device may have been read before. */
  readonly #ended = new Map<string, Entry | null>();
  /** Made here since this tab began to be the one that sends: no other can have sent them. */
  readonly #ours = new Set<string>();
  #family: string | undefined;
  #sender = !("locks" in navigator);
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly store: Store,
    readonly scope: string,
    private readonly handlers: OutboxHandlers,
    private readonly code = "",
  ) {}

  /** False while what is written, or something that was, goes with the page. */
  get durable(): boolean {
    return this.store.durable && this.store.held(this.scope).length === 0;
  }

  /**
   * Whether this tab sends: one does, and any that has what no other can see. Two that do are harmless, since ids make a command
   * happen once.
   */
  get sender(): boolean {
    return this.#sender || this.store.held(this.scope).some(({ refusal }) => !refusal);
  }

  /**
   * `family`: whoever the device was before, of those scopes, is no more; what they wrote goes with whom it is now.
   * `inFront`: somebody looks at this tab, so it sends at once; the one that does may be asleep.
   */
  async open(family?: string, inFront = false): Promise<void> {
    await this.adopt(family);
    this.claim(inFront);
  }

  /** See `family` of `open`. */
  async adopt(family?: string): Promise<void> {
    this.#family = family;
    await this.#read();
  }

  async #read(): Promise<void> {
    if (!this.#channel && this.store.durable && "BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(`ideahub-outbox-${this.scope}`);
      this.#channel.onmessage = (message: MessageEvent<Told>) => void this.#told(message.data);
    }
    if (this.#family) await this.store.adopt(this.#family, this.scope);
    await this.reload();
  }

  /** Lets the device store what it would not take, or was not there for; what it had all along is then known too. */
  async recover(): Promise<void> {
    if (!(await this.store.recover()) || this.#closed) return;
    await this.#read();
    this.#tell({ kind: "changed" });
  }

  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#release?.();
  }

  /** Asks to be the tab that sends; `steal` takes it from a tab that may be asleep. */
  claim(steal: boolean): void {
    if (!("locks" in navigator) || (this.#sender && this.#release)) return;
    const hold = () =>
      new Promise<void>((release) => {
        // Its turn came after it was closed: the next in line sends.
        if (this.#closed) return release();
        this.#release = release;
        this.#sender = true;
        // Asleep until now, it may know less than what is there.
        void this.reload();
      });
    navigator.locks.request(`ideahub-outbox-${this.scope}`, { steal }, hold).catch(() => {
      const wasHeld = this.#release !== undefined;
      this.#release = undefined;
      this.#ours.clear();
      // Where no lock is to be had, each tab sends.
      this.#sender = !wasHeld;
      // Another tab took over: wait in line, so that sending goes on when that tab is closed.
      if (wasHeld && !this.#closed) this.claim(false);
    });
  }

  /**
   * Resolves once the command is stored, which is before it may be shown as taken. Where that fails it is held in memory. `instead`:
   * what was refused and goes again as this one: at no moment neither of them is there, or both.
   */
  async add(command: Command, made: number, about?: Withdrawn, instead?: Entry): Promise<Entry> {
    if (this.#release) this.#ours.add(command.id);
    const entry = await this.store.add({ scope: this.scope, code: this.code, command, made, ...(about && { about }) }, instead?.n);
    // Its refusal may not be written down yet, and is not to be any more.
    if (instead) this.#ended.set(instead.command.id, null);
    this.waiting = [...this.waiting, entry];
    this.refused = this.refused.filter((one) => one.command.id !== instead?.command.id);
    this.#changed();
    return entry;
  }

  /** Takes away what was decided. A refused text stays, with the reason. */
  async settle(results: Result[]): Promise<void> {
    const mine = this.#decided(results);
    this.#tell({ kind: "decided", results, entries: mine });
    if (mine.length) await this.handlers.leaving?.();
    await Promise.all(mine.map((entry) => this.#end(entry)));
    this.#changed();
  }

  /** At once: a second ack of the same command finds nothing to do, and no text is in between what waits and what was refused. */
  #decided(results: Result[]): Entry[] {
    const decided = new Map(results.map((result) => [result.id, result]));
    const mine = this.waiting.filter(({ command }) => decided.has(command.id));
    for (const entry of mine) this.#ended.set(entry.command.id, whatStays(entry, decided.get(entry.command.id)!, this.handlers.language?.()));
    this.#show([...this.waiting, ...this.refused]);
    this.handlers.decided(results);
    this.handlers.changed();
    this.handlers.settled(results);
    return mine;
  }

  /** Whether it can only have left this device by this tab. */
  isOurs({ command }: Entry): boolean {
    return this.#ours.has(command.id);
  }

  /** Throws a command away for good. */
  async dismiss(entry: Entry): Promise<void> {
    this.#ended.set(entry.command.id, null);
    this.#show([...this.waiting, ...this.refused]);
    await this.#end(entry);
    this.#changed();
  }

  async reload(): Promise<void> {
    // What cannot be read just now stays as it was.
    const known = () => (this.waiting.length + this.refused.length ? [...this.waiting, ...this.refused] : this.store.held(this.scope));
    this.#show(await this.store.all(this.scope).catch(known));
    this.handlers.changed();
  }

  #show(stored: Entry[]): void {
    const entries = stored
      .flatMap((entry) => this.#ended.get(entry.command.id) ?? (this.#ended.has(entry.command.id) ? [] : entry))
      .sort((a, b) => a.n - b.n);
    this.waiting = entries.filter((entry) => !entry.refusal);
    this.refused = entries.filter((entry) => entry.refusal);
  }

  /** Writes down what stays of it. */
  async #end({ n, command }: Entry): Promise<void> {
    const stays = this.#ended.get(command.id);
    await (stays ? this.store.amend(stays) : this.store.remove(n));
  }

  #changed(): void {
    this.handlers.changed();
    this.#tell({ kind: "changed" });
  }

  #tell(told: Told): void {
    // An answer may come after it was left.
    if (!this.#closed) this.#channel?.postMessage(told);
  }

  async #told(told: Told): Promise<void> {
    if (told.kind === "decided") return this.#toldDecided(told.results, told.entries);
    await this.reload();
  }

  /** The answer may come before this tab has read what it is about, or after it had one of its own. */
  #toldDecided(results: Result[], entries: Entry[]): void {
    const known = new Set(this.waiting.map(({ n }) => n));
    this.waiting = [...this.waiting, ...entries.filter(({ n, command }) => !known.has(n) && !this.#ended.has(command.id))];
    this.handlers.changed();
    this.#decided(results);
  }
}

/** What stays on the device once the server has decided: a text that was refused. */
function whatStays(entry: Entry, result: Result, lang: string | undefined): Entry | null {
  if (result.ok || hadArrived(result) || !keepsText(entry, result)) return null;
  return { ...entry, refusal: { code: result.code ?? "invalid", detail: result.detail ?? "", ...(lang && { lang }) } };
}
