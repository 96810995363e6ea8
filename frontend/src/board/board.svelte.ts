import { createContext } from "svelte";

import { commonEn, commonSv, refusalKey } from "../i18n/common";
import { chosenLanguage, I18n } from "../i18n/i18n.svelte";
import type { CommandName } from "../protocol/types";
import { staffRules } from "../session/overlay_staff";
import { Session } from "../session/session.svelte";
import { openStore } from "../session/store";
import { Announcer } from "../ui/announcer.svelte";
import { readTimer } from "../ui/clock";
import { Draft, draftFor, draftsBelow } from "../ui/draft.svelte";
import { Ticker } from "../ui/ticker.svelte";
import { Toasts } from "../ui/toasts.svelte";
import { currentActivity } from "./agenda";
import { ALL_DRAFTS, forgetAgain, isOrphan, NEW_ACTION, outboxOf } from "./drafts";
import { Drag } from "./drag.svelte";
import { boardEn } from "./i18n/en";
import { boardSv } from "./i18n/sv";
import { layOut } from "./layout";
import { rank, totalAnswers, voteOf } from "./ranking";
import { Similar } from "./similar.svelte";
import type { Boot, Order, State } from "./types";
import { inverseOfAll, UndoStack } from "./undo";
import { isFiltered, View } from "./view.svelte";

export type BoardKey = keyof typeof boardSv | keyof typeof commonSv;

const WITH_RESULTS = new Set(["vote", "discuss", "commit", "close"]);

/** The board as one facilitator has it before them: the session, what they look at, and what they can take back. */
export class Board {
  readonly i18n: I18n<BoardKey>;
  readonly session: Session;
  readonly view = new View();
  readonly drag = new Drag();
  readonly toasts = new Toasts();
  readonly announcer = new Announcer();
  readonly ticker: Ticker;
  readonly undos = new UndoStack();
  readonly similar: Similar;
  #pausedAt: number | null = $state(null);

  constructor(readonly boot: Boot) {
    this.i18n = new I18n({ sv: { ...commonSv, ...boardSv }, en: { ...commonEn, ...boardEn } }, chosenLanguage(boot.language));
    this.session = new Session({
      code: boot.code,
      as: "staff",
      language: () => this.i18n.lang,
      rules: staffRules,
      // By the id: whoever has been invited and not said their name yet has none, as the next one on the same computer.
      scope: (state) => outboxOf(boot.user.id, state.workshop.id),
      // It was by the name once: what waited under that goes along. Without a name nobody knows whose it is.
      family: (state) => boot.user.name && outboxOf(boot.user.name, state.workshop.id),
      unheard: (detail) => this.tell(detail || this.t("refused_invalid")),
    });
    this.similar = new Similar(`board.apart.${boot.user.id}.${boot.workshop}`);
    this.ticker = new Ticker(this.session.serverNow);
    this.session.listen(({ events }) => {
      for (const event of events) {
        if (event.type === "timer.set") this.#pausedAt = event.workshop.timer.paused_s == null ? null : this.session.serverNow();
      }
    });
  }

  get t() {
    return this.i18n.t;
  }

  readonly state: State | null = $derived.by(() => this.session.state);
  /** The same where the page is only drawn once there is a state. */
  get shared(): State {
    return this.state!;
  }

  readonly activity = $derived(this.state && currentActivity(this.state));
  readonly reading = $derived.by(() => readTimer(this.state?.workshop.timer ?? { ends_at: null, paused_s: null }, this.ticker.time));
  /** Seconds the clock has been held, as far as this page has seen; null when it was held before the page came. */
  readonly pausedFor = $derived.by(() => {
    return this.#pausedAt === null ? null : Math.max(0, Math.floor((this.ticker.time - this.#pausedAt) / 1000));
  });
  /** The set-up of a meeting that has ended does not change. */
  readonly hasStepSettings = $derived(this.state?.workshop.status !== "closed");
  readonly columns = $derived.by(() => (this.state ? layOut(this.state, this.activity?.kind ?? null) : []));
  readonly shownColumns = $derived(this.columns.filter((view) => !isFiltered(this.view.filter, view.column?.id ?? null)));
  readonly rows = $derived.by(() => (this.state ? rank(this.state, this.i18n.lang) : []));
  readonly shownRows = $derived(this.rows.filter((row) => !isFiltered(this.view.filter, row.column?.id ?? null)));
  readonly hasVote = $derived.by(() => this.state !== null && voteOf(this.state)?.started_at != null);
  /** After a vote that nobody took part in there is no result to look at. */
  readonly mode = $derived.by(() => {
    if (!this.hasVote) return "columns";
    const kind = this.activity?.kind ?? "";
    const byItself = kind === "vote" || (WITH_RESULTS.has(kind) && totalAnswers(this.rows) > 0);
    return this.view.mode ?? (byItself ? "results" : "columns");
  });

  /** Says something politely and shows it, with a way back when there is one. */
  tell(text: string, isUndoable = false): void {
    this.toasts.show(isUndoable ? { text, action: { label: this.t("undo"), run: () => this.undo() } } : { text });
  }

  /** Says what was done on this device alone, and what takes it back goes on the undo stack. */
  did(text: string, takeBack: () => void): void {
    this.undos.push({ text, back: [], here: takeBack });
    this.tell(text, true);
  }

  /** What is being written in the field of that name: on the device until it is sent or cleared, over a reload too. */
  draft(name: string): Draft {
    return draftFor(`${this.#drafts}${name}`);
  }

  /** An address that is being written in the form of that draft. It is not to lie on the device: it goes with the tab. */
  addressBeside({ name }: Draft): Draft {
    return new Draft(name, () => sessionStorage);
  }

  /** A form for a new action that somebody left half filled in, for whichever ideas; null when there is none. */
  halfAction(): Draft | null {
    return draftsBelow(`${this.#drafts}${NEW_ACTION}`).find(({ text }) => text !== "") ?? null;
  }

  /** Throws away what was being written about what is gone, where nobody can come back to it. To be called once there is a state. */
  clearOrphans(): void {
    void this.session.ready.then(openStore).then((store) => forgetAgain(this.boot.user.id, store));
    for (const draft of draftsBelow(this.#drafts)) {
      if (draft.text && isOrphan(draft.name.slice(this.#drafts.length), this.shared)) draft.text = "";
    }
  }

  get #drafts(): string {
    return `${ALL_DRAFTS}${this.boot.user.id}.${this.boot.workshop}.`;
  }

  /**
   * Sends orders that belong together. `text` says what they do; what can be taken back goes on the undo stack.
   * `typed` is for what somebody typed: called once that is safe on the device, and what is refused of it stays in `notTaken`.
   * What was typed is said to be done once the server has taken it, all else at once.
   * Answers whether all of them were taken.
   */
  async carryOut(orders: Order[], text: string | null = null, typed?: () => void): Promise<boolean> {
    const before = this.state;
    if (!before || orders.length === 0) return false;
    const step = { text: text ?? "", back: text === null ? [] : inverseOfAll(before, orders) };
    const isUndoable = step.back.length > 0;
    if (isUndoable) this.undos.push(step);
    if (text !== null && !typed) this.tell(text, isUndoable);
    const taken = await this.#sendAll(orders, typed);
    // Whoever has taken it back meanwhile was told so.
    const isUndone = isUndoable && !this.undos.has(step);
    const isTaken = taken.length === orders.length;
    // What came to nothing is not there to be taken back.
    if (isUndoable && !isTaken) step.back = inverseOfAll(before, taken);
    if (step.back.length === 0) this.undos.remove(step);
    if (text !== null && typed && isTaken && !isUndone) this.tell(text, isUndoable);
    return isTaken;
  }

  /** What was written for people without a phone and did not make it, oldest first. */
  readonly notSent = $derived.by(() => this.session.refused.filter(({ command }) => command.name === "idea.capture"));
  /** All else that was typed and refused. */
  readonly notTaken = $derived.by(() => this.session.refused.filter(({ command }) => command.name !== "idea.capture"));
  // Looked up apart from what reads their texts, which would not follow what it made itself.
  readonly #changes = $derived.by(() => (this.state?.ideas ? draftsBelow(`${this.#drafts}edit.`) : []));
  /** Changes that were half written when their idea went away. */
  readonly strayed = $derived.by(() => {
    const ideas = new Set(this.state?.ideas.map(({ id }) => `${this.#drafts}edit.${id}`));
    return this.#changes.filter(({ name, text }) => !ideas.has(name) && text.trim() !== "");
  });

  /** Takes back one's own latest step. */
  undo(): void {
    const step = this.undos.pop();
    if (!step) return this.tell(this.t("undo_none"));
    this.tell(this.t("undone", { what: step.text }));
    step.here?.();
    void this.#sendAll(step.back);
  }

  /** Answers with those that were taken. */
  async #sendAll(orders: Order[], typed?: () => void): Promise<Order[]> {
    const outcomes = await Promise.all(orders.map((order) => this.session.send(order.name as CommandName, order.args as never, typed)));
    const refused = outcomes.filter((outcome) => !outcome.ok);
    // Nobody wrote it: said and done with.
    for (const { kept } of refused) if (kept && !typed) void this.session.dismiss(kept);
    if (refused[0]) this.tell(refused[0].detail || this.t(refusalKey(refused[0].code)));
    return orders.filter((_, at) => outcomes[at]?.ok);
  }
}

export const [useBoard, setBoard] = createContext<Board>();
