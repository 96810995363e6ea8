import { call } from "../session/http";
import { Patience } from "../session/patience";
import type { Session } from "../session/session.svelte";

const HALF = 0.5;
const LOOK_MS = 1000;
const TELL_MS = 3000;
const LATE_MS = 10_000;
const MOST = 200;
/** How far apart the points are at which the screen is looked at: no card is lower. */
const STEP_PX = 32;

/** Tells the meeting which ideas were really on this screen: half of one or more for a second. Each once; a telling that is lost is no harm. */
export class Exposure {
  readonly #told = new Set<string>();
  readonly #waiting = new Set<string>();
  #seen = new Set<string>();
  #scrolled = 0;
  #timers: ReturnType<typeof setInterval>[] = [];
  readonly #patience = new Patience();
  #isTelling = false;

  constructor(
    private readonly session: Session,
    private readonly code: string,
  ) {}

  /** Looks at the screen for all that bears `data-idea`. The answer ends it. */
  start(): () => void {
    this.#timers = [setInterval(() => this.#look(), LOOK_MS), setInterval(() => void this.#tell(), TELL_MS)];
    return () => this.#timers.forEach(clearInterval);
  }

  /** What is seen now and was seen a second ago has been shown. */
  #look(): void {
    const seen = this.#isStill() ? ideasOnScreen() : new Set<string>();
    for (const idea of seen) if (this.#seen.has(idea) && !this.#told.has(idea)) this.#waiting.add(idea);
    this.#seen = seen;
  }

  /** Whether anything can have stayed on the screen. While a list rushes by, looking would only slow it down. */
  #isStill(): boolean {
    const moved = Math.abs(scrollY - this.#scrolled);
    this.#scrolled = scrollY;
    return document.visibilityState === "visible" && moved < innerHeight;
  }

  async #tell(): Promise<void> {
    const ideas = [...this.#waiting].slice(0, MOST);
    // What gets no answer is not told beside itself, again and again.
    if (this.#isTelling || ideas.length === 0) return;
    this.#isTelling = true;
    const isTold = await this.#send(ideas);
    this.#isTelling = false;
    if (!isTold) return;
    for (const idea of ideas) {
      this.#told.add(idea);
      this.#waiting.delete(idea);
    }
  }

  async #send(ideas: string[]): Promise<boolean> {
    if (this.session.tell({ type: "shown", ideas })) return true;
    if (this.session.link.kind !== "live") return false;
    const ask = { path: "shown/", body: { ideas } };
    const said = this.#patience.answer(LATE_MS, (signal) => call({ code: this.code, as: "participant" }, { ...ask, signal }));
    return said.then(
      () => true,
      () => false,
    );
  }
}

/**
 * The ideas of which half or more is to be seen: nothing lies over it. The browser is asked what is at some points of the screen,
 * since watching each of many hundred cards costs a slow phone its frames.
 */
function ideasOnScreen(): Set<string> {
  const points = new Map<HTMLElement, number>();
  for (let y = STEP_PX / 2; y < innerHeight; y += STEP_PX) {
    const card = document.elementFromPoint(innerWidth / 2, y)?.closest<HTMLElement>("[data-idea]");
    if (card) points.set(card, (points.get(card) ?? 0) + 1);
  }
  const shown = [...points].filter(([card, hits]) => hits * STEP_PX >= card.offsetHeight * HALF);
  return new Set(shown.map(([card]) => card.dataset.idea!));
}
