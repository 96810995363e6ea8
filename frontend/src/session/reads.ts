import type { Events, Fair, Hands, Position, Snapshot, You } from "../protocol/types";
import type { Ahead } from "./ahead";
import { type Caller, call } from "./http";
import { Patience } from "./patience";

const LATE_MS = 15_000;

/** Fetches snapshots, and answers with the one before when the server says that nothing changed. */
export class Snapshots {
  readonly patience = new Patience();
  /** When the latest was asked for, in this device's milliseconds. */
  sentAt = 0;
  /** When its answer had come; undefined for just now. */
  receivedAt: number | undefined;
  /** Whether it was written just now: one that has not changed still has the time of then. */
  isNew = false;
  #last: { etag: string; snapshot: Snapshot } | null = null;

  /** `ahead` is taken for the first one. */
  constructor(
    private readonly caller: Caller,
    private ahead?: Ahead | null,
  ) {}

  async fetch(): Promise<Snapshot> {
    const { ahead, patience } = this;
    this.ahead = null;
    this.sentAt = ahead?.sentAt ?? Date.now();
    const ask = {
      path: "snapshot/",
      began: patience.began,
      ...(ahead ? { ahead: ahead.response } : {}),
      ...(this.#last ? { etag: this.#last.etag } : {}),
    };
    const answer = await patience.answer(LATE_MS, (signal) => call<Snapshot>(this.caller, { ...ask, signal }), ahead?.control);
    this.receivedAt = ahead?.receivedAt ?? undefined;
    this.isNew = answer.body !== null;
    if (answer.body === null) return this.#last!.snapshot;
    this.#last = answer.etag ? { etag: answer.etag, snapshot: answer.body } : null;
    return answer.body;
  }
}

export type Polled = Events & { online?: number; you?: Omit<You, "type"> | null; hands?: Hands; fair?: Fair };

/** Waits at most `waitS` seconds for what came after the position. `began` is called when the answer begins to come. */
export async function pollEvents(caller: Caller, at: Position, waitS: number, signal: AbortSignal, began: () => void): Promise<Polled> {
  const query = new URLSearchParams({ since: String(at.seq), epoch: at.epoch, wait: String(waitS) });
  const { body } = await call<Polled>(caller, { path: `events/?${query}`, signal, began });
  return body!;
}
