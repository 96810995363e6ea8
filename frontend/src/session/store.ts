import type { Command, Idea, State } from "../protocol/types";
import { insist } from "./insist";

/** An idea of one's own that was taken back, or a suggestion with its title as `text`. */
export type Withdrawn = Pick<Idea, "id" | "number" | "column" | "text">;

/** One command on this device. `n` is its place in the order; `refusal` is there once the server said no. */
export interface Entry {
  n: number;
  /** Whose outbox it is in: a workshop and a participant. */
  scope: string;
  /** Join code of the workshop: what is known of it where the scope is not. */
  code: string;
  command: Command;
  /** When it was made, by the server's clock, in milliseconds. */
  made: number;
  /** What is wanted back: the text of an idea is nowhere else once its step is over. */
  about?: Withdrawn;
  /** `lang`: what `detail` is written in, where that is known. */
  refusal?: { code: string; detail: string; lang?: string };
}

/** A workshop as this device last saw it. */
export interface Seen {
  /** Join code. */
  code: string;
  state: State;
  /** When the server was last heard, by the server's clock, in milliseconds. */
  at: number;
  /** The server's clock less this device's, in milliseconds. */
  offset: number;
}

export type NewEntry = Omit<Entry, "n">;

/** Where commands are kept, and what was seen. */
export interface Keeping {
  /** `instead`: the place of what it stands for, which goes with the same stroke. */
  add(entry: NewEntry, instead?: number): Promise<Entry>;
  /** At its own place. */
  put(entry: Entry): Promise<void>;
  /** Writes it anew where it still is: what another tab has sent again or thrown away meanwhile stays gone. */
  amend(entry: Entry): Promise<void>;
  remove(n: number): Promise<void>;
  /** In the order they were made. */
  all(scope: string): Promise<Entry[]>;
  /** What is written for the workshop of a join code, whoever wrote it. */
  ofCode(code: string): Promise<Entry[]>;
  /** Hands what all scopes that begin with `family` have over to `scope`. */
  adopt(family: string, scope: string): Promise<void>;
  seen(code: string): Promise<Seen | undefined>;
  /** Keeps what was seen, of the latest few workshops. */
  keepSeen(seen: Seen): Promise<void>;
  forgetSeen(code: string): Promise<void>;
}

/** The same as a page has it: what is added, amended or removed is so whatever the device says. */
export interface Store extends Omit<Keeping, "put"> {
  /** False when what is written now is gone once the page is. */
  readonly durable: boolean;
  /** What of the scope, or of all, only this page has: it goes with the page, and no other tab sees it. */
  held(scope?: string): Entry[];
  /** Stores what it holds, where the device takes it by now. Answers whether there may be other entries than before. */
  recover(): Promise<boolean>;
}

let opened: Promise<Store> | undefined;

/**
 * What this page keeps, on the device where it can: one for the page, whoever the device is in it. A device that does not answer is
 * waited for a moment only, and its own is there once it does.
 */
export function openStore(): Promise<Store> {
  opened ??= insist(async () => (await import("./pagestore")).openPageStore());
  return opened;
}
