import type { Command, Result } from "../protocol/types";
import type { Entry, Store } from "./store";

/** Refusals of these keep what a person wrote, until it is sent again or thrown away. */
export const KEEPS_TEXT: ReadonlySet<string> = new Set(["idea.capture", "idea.edit", "comment.add", "action.claim"]);

/** Whether the command was carried out already, as of whom this device was before: there is nothing left to send or to keep. */
export function hadArrived({ ok, field }: Result): boolean {
  return !ok && field === "id";
}

/** Between two places in the device's order. */
const STEP = 1e-6;

type Told = { kind: "changed" } | { kind: "decided"; results: Result[] };

export interface OutboxHandlers {
  /** What waits, or what was refused, is another than before. */
  changed(): void;
  /** The server decided these; told in every tab. */
  decided(results: Result[]): void;
  /** They have left `waiting` for good, and the texts among them that were refused are in `refused`. */
  settled(results: Result[]): void;
}

/** Commands on this device that the server has not decided yet, in order, shared by all tabs of one scope. */
export class Outbox {
  waiting: Entry[] = [];
  refused: Entry[] = [];
  /** What the device would not store: sent all the same, and gone once the page is. */
  #unstored: Entry[] = [];
  #storing = true;
  #sender = !("locks" in navigator);
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly store: Store,
    readonly scope: string,
    private readonly handlers: OutboxHandlers,
  ) {}

  get durable(): boolean {
    return this.store.durable && this.#storing && this.#unstored.length === 0;
  }

  /**
   * Whether this tab sends: one does, and any that has what no other can see. Two that do are harmless, since ids make a command
   * happen once.
   */
  get sender(): boolean {
    return this.#sender || this.#unstored.some(({ refusal }) => !refusal);
  }

  /**
   * `family`: whoever the device was before, of those scopes, is no more; what they wrote goes with whom it is now.
   * `inFront`: somebody looks at this tab, so it sends at once; the one that does may be asleep.
   */
  async open(family?: string, inFront = false): Promise<void> {
    if (this.store.durable && "BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(`ideahub-outbox-${this.scope}`);
      this.#channel.onmessage = (message: MessageEvent<Told>) => void this.#told(message.data);
    }
    if (family) await this.store.adopt(family, this.scope).catch(() => {});
    await this.reload();
    this.claim(inFront);
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
        this.handlers.changed();
      });
    navigator.locks.request(`ideahub-outbox-${this.scope}`, { steal }, hold).catch(() => {
      this.#sender = false;
      this.#release = undefined;
      // Another tab took over: wait in line, so that sending goes on when that tab is closed.
      if (!this.#closed) this.claim(false);
    });
  }

  /** Resolves once the command is stored, which is before it may be shown as taken. Where that fails it is kept in memory. */
  async add(command: Command, made: number): Promise<Entry> {
    const fresh = { scope: this.scope, command, made };
    const stored = await this.store.add(fresh).catch(() => null);
    const entry = stored ?? { ...fresh, n: this.#lastPlace() + STEP };
    this.#storing = stored !== null;
    if (!stored) this.#unstored = [...this.#unstored, entry];
    this.waiting = [...this.waiting, entry];
    this.#changed();
    return entry;
  }

  /** Takes away what was decided. A refused text stays, with the reason. */
  async settle(results: Result[]): Promise<void> {
    const decided = new Map(results.map((result) => [result.id, result]));
    const mine = this.waiting.filter((entry) => decided.has(entry.command.id));
    // At once, so that a second ack of the same command finds nothing to do.
    this.waiting = this.waiting.filter((entry) => !decided.has(entry.command.id));
    this.handlers.decided(results);
    for (const entry of mine) await this.#settleOne(entry, decided.get(entry.command.id)!);
    this.#channel?.postMessage({ kind: "decided", results } satisfies Told);
    this.handlers.changed();
    this.handlers.settled(mine.map(({ command }) => decided.get(command.id)!));
  }

  /** Throws away a refused command for good. */
  async dismiss(entry: Entry): Promise<void> {
    await this.#remove(entry);
    this.refused = this.refused.filter((other) => other.n !== entry.n);
    this.#changed();
  }

  async reload(): Promise<void> {
    const stored = await this.store.all(this.scope).catch(() => null);
    // What cannot be read just now stays as it was.
    if (stored) this.#show(stored);
    this.handlers.changed();
  }

  #show(stored: Entry[]): void {
    const kept = new Set(this.#unstored.map(({ n }) => n));
    const entries = [...stored.filter(({ n }) => !kept.has(n)), ...this.#unstored].sort((a, b) => a.n - b.n);
    this.waiting = entries.filter((entry) => !entry.refusal);
    this.refused = entries.filter((entry) => entry.refusal);
  }

  #lastPlace(): number {
    return Math.max(0, ...[...this.waiting, ...this.refused, ...this.#unstored].map(({ n }) => n));
  }

  async #settleOne(entry: Entry, result: Result): Promise<void> {
    if (result.ok || hadArrived(result) || !KEEPS_TEXT.has(entry.command.name)) return this.#remove(entry);
    const refused = { ...entry, refusal: { code: result.code ?? "invalid", detail: result.detail ?? "" } };
    const stored = await this.store.put(refused).then(() => true, () => false);
    this.#unstored = this.#unstored.filter(({ n }) => n !== entry.n);
    if (!stored) this.#unstored = [...this.#unstored, refused];
    this.refused = [...this.refused, refused].sort((a, b) => a.n - b.n);
  }

  async #remove({ n }: Entry): Promise<void> {
    this.#unstored = this.#unstored.filter((entry) => entry.n !== n);
    // Left on the device it is sent again some time, and answered as before.
    await this.store.remove(n).catch(() => {});
  }

  #changed(): void {
    this.handlers.changed();
    this.#channel?.postMessage({ kind: "changed" } satisfies Told);
  }

  async #told(told: Told): Promise<void> {
    if (told.kind === "decided") this.handlers.decided(told.results);
    await this.reload();
    if (told.kind === "decided") this.handlers.settled(told.results);
  }
}
