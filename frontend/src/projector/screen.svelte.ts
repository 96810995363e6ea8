import { I18n, isLanguage } from "../i18n/i18n.svelte";
import type { Idea, State } from "../protocol/types";
import { Feed } from "../session/feed.svelte";
import { type Reading, readTimer } from "../ui/clock";
import { Ticker } from "../ui/ticker.svelte";
import { fetchQr } from "./qr";
import { currentActivity } from "./scene";
import { en, type Key, sv } from "./words";

export interface Boot {
  workshop: string;
  code: string;
  language: string;
}

export function readBoot(): Boot {
  return JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Boot;
}

/** What all parts of the screen read: the workshop as the room may see it, the clock, the words. */
export class Screen {
  readonly feed: Feed;
  readonly i18n: I18n<Key>;
  readonly ticker: Ticker;
  /** The QR code as an address for an `img`. */
  qr: string | null = $state(null);

  constructor(
    readonly boot: Boot,
    private readonly token: string,
  ) {
    this.i18n = new I18n<Key>({ sv, en }, isLanguage(boot.language) ? boot.language : "sv");
    this.feed = new Feed({ code: boot.code, token, language: () => this.i18n.lang });
    this.ticker = new Ticker(this.feed.serverNow);
  }

  async start(): Promise<void> {
    void fetchQr(this.boot.workshop, this.token).then((address) => (this.qr = address));
    await this.feed.start();
  }

  get reading(): Reading {
    const state = this.feed.state;
    return state ? readTimer(state.workshop.timer, this.ticker.time) : { kind: "none" };
  }

  get minutes(): number | null {
    const state = this.feed.state;
    return (state && currentActivity(state)?.minutes) ?? null;
  }

  /** "428 617", with a space that does not break. */
  get code(): string {
    return `${this.boot.code.slice(0, 3)}\u00a0${this.boot.code.slice(3)}`;
  }
}

/** What the room may see: shown, and revealed. */
export function shownIdeas(state: State): Idea[] {
  return state.ideas.filter((idea) => idea.status === "shown" && idea.room);
}
