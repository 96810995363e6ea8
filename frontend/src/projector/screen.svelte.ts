import { I18n, isLanguage } from "../i18n/i18n.svelte";
import { Feed } from "../session/feed.svelte";
import type { Caller } from "../session/http";
import { type Reading, readTimer } from "../ui/clock";
import { Ticker } from "../ui/ticker.svelte";
import { fetchMeeting } from "./meeting";
import { fetchQr } from "./qr";
import { currentActivity } from "./scene";
import { en, type Key, sv } from "./words";

export interface Boot {
  workshop: string;
  language: string;
}

/** Which meeting it is stands in the address, as `/projector/ID/`. */
export function readBoot(): Boot {
  const { language } = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as { language: string };
  return { workshop: location.pathname.split("/")[2] ?? "", language };
}

/** What all parts of the screen read: the workshop as the room may see it, the clock, the words. */
export class Screen {
  readonly feed: Feed;
  readonly i18n: I18n<Key>;
  readonly ticker: Ticker;
  /** The QR code as an address for an `img`. */
  qr: string | null = $state(null);
  /** Its code is empty until the server has told it to the token. */
  readonly #caller: Caller;

  constructor(
    readonly boot: Boot,
    private readonly token: string,
  ) {
    this.i18n = new I18n<Key>({ sv, en }, isLanguage(boot.language) ? boot.language : "sv");
    this.#caller = { code: "", token, language: () => this.i18n.lang };
    this.feed = new Feed(this.#caller);
    this.ticker = new Ticker(this.feed.serverNow);
  }

  async start(): Promise<void> {
    const meeting = await fetchMeeting(this.boot.workshop, this.token);
    if (!meeting) {
      this.feed.link = { kind: "not_joined", since: Date.now() };
      return;
    }
    this.#caller.code = meeting.code;
    void this.i18n.show(meeting.language);
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
    const { code } = this.#caller;
    return `${code.slice(0, 3)}\u00a0${code.slice(3)}`;
  }
}
