import type { LinkKind } from "../session/link";

const AWAY = {
  offline: ["offline_title", "offline_waiting"],
  captive: ["captive", "captive_waiting"],
} as const;

type Away = keyof typeof AWAY;
type Key = (typeof AWAY)[Away][number] | "said_back" | "said_back_sent";

/** What is said aloud of the network as it comes and goes, and of the ideas that wait for it. */
export class LinkNews {
  /** Why there is no network, until it is really back: it may be looked for in between. */
  #away: Away | null = null;
  #waiting = 0;

  /** The words to say now, and of how many ideas; null when nothing is new. */
  next(kind: LinkKind, waiting: number): [Key, number] | null {
    const [away, before] = [this.#away, this.#waiting];
    this.#waiting = waiting;
    if (kind === "live") {
      this.#away = null;
      // They leave now: only the server says that they have come.
      return away && [before ? "said_back_sent" : "said_back", before];
    }
    if (kind !== "offline" && kind !== "captive") return null;
    this.#away = kind;
    return kind !== away || waiting > before ? [AWAY[kind][waiting ? 1 : 0], waiting] : null;
  }
}
