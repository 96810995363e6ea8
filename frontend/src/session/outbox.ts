import type { Command, Result } from "../protocol/types";
import type { Entry, Store } from "./store";

/** Refusals of these keep what a person wrote, until it is sent again or thrown away. */
const KEEPS_TEXT: ReadonlySet<string> = new Set(["idea.capture", "idea.edit", "comment.add", "action.claim"]);

type Told = { kind: "changed" } | { kind: "decided"; results: Result[] };

export interface OutboxHandlers {
  /** What waits, or what was refused, is another than before. */
  changed(): void;
  /** The server decided these; told in every tab. */
  decided(results: Result[]): void;
}

/** Commands on this device that the server has not decided yet, in order, shared by all tabs of one scope. */
export class Outbox {
  waiting: Entry[] = [];
  refused: Entry[] = [];
  #sender = !("locks" in navigator);
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly store: Store,
    private readonly scope: string,
    private readonly handlers: OutboxHandlers,
  ) {}

  get durable(): boolean {
    return this.store.durable;
  }

  /** Whether this tab is the one that sends. Two that do are harmless, since ids make a command happen once. */
  get sender(): boolean {
    return this.#sender;
  }

  async open(): Promise<void> {
    if (this.store.durable && "BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(`ideahub-outbox-${this.scope}`);
      this.#channel.onmessage = (message: MessageEvent<Told>) => void this.#told(message.data);
    }
    await this.reload();
    this.claim(false);
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

  /** Resolves once the command is stored, which is before it may be shown as taken. */
  async add(command: Command, made: number): Promise<Entry> {
    const entry = await this.store.add({ scope: this.scope, command, made });
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
  }

  /** Throws away a refused command for good. */
  async dismiss(entry: Entry): Promise<void> {
    await this.store.remove(entry.n);
    this.refused = this.refused.filter((other) => other.n !== entry.n);
    this.#changed();
  }

  async reload(): Promise<void> {
    const entries = await this.store.all(this.scope);
    this.waiting = entries.filter((entry) => !entry.refusal);
    this.refused = entries.filter((entry) => entry.refusal);
    this.handlers.changed();
  }

  async #settleOne(entry: Entry, result: Result): Promise<void> {
    if (result.ok || !KEEPS_TEXT.has(entry.command.name)) return this.store.remove(entry.n);
    const refused = { ...entry, refusal: { code: result.code ?? "invalid", detail: result.detail ?? "" } };
    await this.store.put(refused);
    this.refused = [...this.refused, refused];
  }

  #changed(): void {
    this.handlers.changed();
    this.#channel?.postMessage({ kind: "changed" } satisfies Told);
  }

  async #told(told: Told): Promise<void> {
    if (told.kind === "decided") this.handlers.decided(told.results);
    await this.reload();
  }
}
