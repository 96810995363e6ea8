import type { LinkKind } from "../session/link";

const AWAY = {
  offline: ["offline_title", "offline_waiting"],
  unreached: ["unreached", "unreached_waiting"],
  captive: ["captive", "captive_waiting"],
} as const;

type Away = keyof typeof AWAY;
type Key = (typeof AWAY)[Away][number] | "said_back" | "said_back_sent" | "said_reached" | "said_reached_sent";

function isAway(kind: LinkKind): kind is Away {
  return kind in AWAY;
}

/** What is said aloud of the network as it comes and goes, and of the ideas that wait for it. */
export class LinkNews {
  /** Why the meeting is not reached, until it really is: it may be looked for in between. */
  #away: Away | null = null;
  #waiting = 0;

  /** The words to say now, and of how many ideas; null when nothing is new. */
  next(kind: LinkKind, waiting: number): [Key, number] | null {
    const [away, before] = [this.#away, this.#waiting];
    this.#waiting = waiting;
    if (kind === "live") {
      this.#away = null;
      // They leave now: only the server says that they have come.
      return away && [`said_${away === "unreached" ? "reached" : "back"}${before ? "_sent" : ""}`, before];
    }
    if (!isAway(kind)) return null;
    this.#away = kind;
    return kind !== away || waiting > before ? [AWAY[kind][waiting ? 1 : 0], waiting] : null;
  }
}
