import { I18n, isLanguage } from "../i18n/i18n.svelte";
import { every } from "../organizer/poll.svelte";
import { Ticker } from "../ui/ticker.svelte";
import { askCode, askDay, type Shown } from "./asking";
import { en, type Key, sv } from "./words";

const EVERY_MS = 5000;
/** Shorter than this without contact is not worth telling. */
const QUIET_MS = 12_000;
/** A screen that is turned off asks this seldom whether that was so: something on the way may have answered in the server's place. */
const OVER_EVERY_MS = 60_000;

/** What the day's screen shows, asked for again and again. Without a network the latest stays, and the screen says how old it is. */
export class DayScreen {
  readonly i18n: I18n<Key>;
  readonly ticker: Ticker;
  shown: Shown | null = $state.raw(null);
  isOver = $state(false);
  /** QR codes by meeting, as addresses for an `img`. */
  codes: Record<string, string> = $state.raw({});
  #heard = $state(Date.now());
  #skew = 0;
  #askNext = 0;

  constructor(
    private readonly arena: string,
    private readonly token: string,
    language: string,
  ) {
    this.i18n = new I18n<Key>({ sv, en }, isLanguage(language) ? language : "sv");
    this.ticker = new Ticker(() => Date.now() + this.#skew);
    this.isOver = token === "";
  }

  /** Seconds without contact, once they are worth telling; null before. */
  get secondsLost(): number | null {
    const lost = this.ticker.time - this.#skew - this.#heard;
    return lost < QUIET_MS ? null : Math.floor(lost / 1000);
  }

  /** Starts asking; the answer stops it. Suits `$effect`. */
  start(): () => void {
    const stopTicking = this.ticker.start();
    const stopAsking = every(EVERY_MS, () => this.#read());
    return () => {
      stopTicking();
      stopAsking();
    };
  }

  async #read(): Promise<void> {
    if (!this.token || Date.now() < this.#askNext) return;
    const shown = await askDay(this.arena, this.token);
    if (shown === undefined) return;
    this.#heard = Date.now();
    if (shown === null) {
      this.isOver = true;
      this.shown = null;
      this.#askNext = this.#heard + OVER_EVERY_MS;
      return;
    }
    this.isOver = false;
    this.#skew = Date.parse(shown.server_time) - this.#heard;
    if (!this.shown) void this.i18n.show(shown.language);
    this.shown = shown;
    await this.#readCodes(shown);
  }

  async #readCodes(shown: Shown): Promise<void> {
    const open = shown.spots.flatMap(({ now }) => (now?.code ? [now.id] : []));
    const lacking = open.filter((id) => !this.codes[id]);
    const found = await Promise.all(lacking.map(async (id) => [id, await askCode(id, this.token)] as const));
    const fresh = Object.fromEntries(found.filter((one): one is readonly [string, string] => one[1] !== null));
    if (lacking.length > 0) this.codes = { ...this.codes, ...fresh };
  }
}
