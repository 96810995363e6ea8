import { getContext, setContext } from "svelte";

import { chosenLanguage, I18n } from "../i18n/i18n.svelte";
import type { Card, State } from "../protocol/types";
import type { Ahead } from "../session/ahead";
import { type Ended, Refused, Unreachable } from "../session/http";
import { insist } from "../session/insist";
import { Session } from "../session/session.svelte";
import { fetchCard, join } from "../session/writes";
import { Announcer } from "../ui/announcer.svelte";
import { Ticker } from "../ui/ticker.svelte";
import { Toasts } from "../ui/toasts.svelte";
import type { Boot } from "./boot";
import { codeDigits } from "./code";
import { hasJoined, rememberJoined } from "./joined";
import { wordsIn } from "./words";
import type { Words } from "./words.sv";

/** Where the person is: typing a code, looking at a meeting from outside, or in it; `offline` when the page opens without a network. */
export type Stage = "code" | "checking" | "found" | "in" | "closed" | "offline";

export type Problem =
  | { kind: "bad"; code: string }
  | { kind: "short"; typed: number }
  | { kind: "unreachable" }
  | { kind: "captive" }
  | { kind: "later"; seconds: number }
  | { kind: "full" }
  /** It had joined, and is nobody to the server now. */
  | { kind: "unknown" }
  /** `detail`: what the server says of it, where it has been asked. */
  | { kind: "name"; detail: string };

/** The phone app: the way in, the session, and what it says to the person. */
export class Phone {
  stage: Stage = $state("code");
  code = $state("");
  card: Card | null = $state.raw(null);
  /** What the door says of a meeting that is over; it is there before `stage` is `closed`. */
  ended: Ended | undefined;
  problem: Problem | null = $state.raw(null);
  session: Session | null = $state.raw(null);
  /** A meeting that is being fetched. */
  opening: Session | null = $state.raw(null);
  /** The address is being looked at: nothing has been shown yet. */
  isFirstLook = $state(true);
  /** Somebody was in the dock when it gave way to another: they go on in that one. */
  held = false;
  /** Somebody has just joined: the screen that comes takes the focus, which went with the form. */
  hasJustJoined = false;
  readonly i18n: I18n<keyof Words>;
  readonly announcer = new Announcer();
  readonly toasts = new Toasts();
  readonly ticker = new Ticker(() => this.session?.serverNow() ?? Date.now());
  /** The language that the meeting's people write in, for the screen reader's voice. */
  readonly written: string = $derived(this.state?.workshop.language ?? "sv");

  /** `ahead`: the snapshot of the meeting in the address, where it has been asked for already. */
  constructor(
    private readonly boot: Boot,
    private ahead: Ahead | null = null,
  ) {
    this.i18n = new I18n({ sv: () => wordsIn("sv"), en: () => wordsIn("en") }, chosenLanguage(boot.language));
  }

  /** Given the place in a dock where they do. */
  readonly goOn = (place: HTMLElement): void => {
    if (this.held) place.focus();
  };

  get t(): I18n<keyof Words>["t"] {
    return this.i18n.t;
  }

  get state(): State | null {
    return this.session?.state ?? null;
  }

  /** Whether what is done now is on its way, as far as this phone knows. */
  get isSending(): boolean {
    return this.session?.link.kind === "live" && !this.session.hitch;
  }

  /** What is said beside something that the server has not decided yet. */
  get unsent(): string {
    if (this.isSending) return this.t("state_sending");
    const { link, hitch } = this.session ?? {};
    if (link?.kind === "live" && hitch === "unanswered") return this.t("state_unanswered");
    return this.t(link?.kind === "offline" || link?.kind === "captive" ? "state_waiting" : "state_unreached");
  }

  /** Opens the meeting in the address, if there is one; says so when what stands there is no code. */
  async start(): Promise<void> {
    const { code, noCode, unreached } = this.boot;
    if (code) await this.look(code);
    else if (noCode) {
      this.code = codeDigits(noCode);
      this.problem = { kind: "bad", code: noCode };
    }
    if (unreached || (this.stage === "code" && !navigator.onLine)) this.stage = "offline";
    this.isFirstLook = false;
    await this.fetchWords();
  }

  /** In both languages, so that each can be chosen without a network. */
  async fetchWords(): Promise<void> {
    await Promise.all([this.i18n.fetch("sv"), this.i18n.fetch("en")]).catch(() => {});
  }

  /** Looks up a code: into the meeting when this device has joined it, else its door. */
  async look(code: string): Promise<void> {
    this.code = code;
    this.#forget();
    this.stage = "checking";
    if (hasJoined(code)) await this.#open();
    else await this.#knock();
  }

  /** The server no longer knows this device: back to the door, which says so, or to the start when the meeting is gone. */
  turnedAway(): void {
    this.stage = "checking";
    this.#putAway();
    void this.#knock({ kind: "unknown" });
  }

  /** Takes the person in, with or without a name. */
  async join(name: string): Promise<void> {
    this.#forget();
    try {
      await join(this.#caller(this.code), { ...(name ? { name } : {}), language: this.i18n.lang });
    } catch (error) {
      return this.#refused(error, "found");
    }
    rememberJoined(this.code);
    this.hasJustJoined = true;
    await this.#open();
  }

  /** Back to the start; the meeting stays open to this device. */
  leave(): void {
    this.#putAway();
    this.problem = null;
    this.code = "";
    this.stage = "code";
    history.replaceState(null, "", "/j/");
  }

  #putAway(): void {
    this.session?.stop();
    this.session = null;
    // What could be undone from it can no more.
    this.toasts.dismiss();
  }

  #caller(code: string) {
    return { code, language: () => this.i18n.lang };
  }

  #newSession(code: string): Session {
    const { ahead } = this;
    this.ahead = null;
    return new Session({
      ...this.#caller(code),
      ahead,
      rules: insist(() => import("../session/overlay_participant")).then(({ participantRules }) => participantRules),
      remember: true,
      family: (state) => `participant:${state.workshop.id}:`,
      unheard: (detail) => this.toasts.show({ text: detail || this.t("step_not_open") }),
      scope: (state) => `participant:${state.workshop.id}:${state.me?.participant ?? ""}`,
    });
  }

  /** Into the meeting, when the server knows this device; else to its door. */
  async #open(): Promise<void> {
    const session = this.#newSession(this.code);
    this.opening = session;
    await session.start();
    this.opening = null;
    if (!session.confirmed?.me) {
      session.stop();
      return this.#knock({ kind: "unknown" });
    }
    rememberJoined(this.code, session.confirmed.workshop.id);
    this.session = session;
    this.stage = "in";
    history.replaceState(null, "", `/j/${this.code}${location.search}`);
  }

  async #knock(problem: Problem | null = null): Promise<void> {
    try {
      this.card = await fetchCard(this.#caller(this.code));
      this.problem = problem;
      this.stage = "found";
    } catch (error) {
      this.#refused(error, "code");
    }
  }

  /** What was wrong is tried again. A wait stands until it is known that it is over. */
  #forget(): void {
    if (this.problem?.kind !== "later") this.problem = null;
  }

  #refused(error: unknown, stage: Stage): void {
    this.stage = stage;
    if (error instanceof Unreachable) this.problem = { kind: error.captive ? "captive" : "unreachable" };
    else if (!(error instanceof Refused)) throw error;
    else if (error.status === 410) [this.ended, this.stage] = [error.ended, "closed"];
    else if (error.status === 429) this.problem = { kind: "later", seconds: error.retryAfterS ?? 10 };
    else if (error.status === 409) this.problem = { kind: "full" };
    else if (error.status === 404) {
      this.stage = "code";
      this.problem = { kind: "bad", code: this.code };
    } else this.problem = error.status === 400 ? { kind: "name", detail: error.detail } : { kind: "unreachable" };
  }
}

const KEY = Symbol("phone");

export function providePhone(phone: Phone): Phone {
  return setContext(KEY, phone);
}

export function usePhone(): Phone {
  return getContext<Phone>(KEY);
}

/** The session and its state, for screens that are shown only inside a meeting. */
export function useMeeting(): { readonly session: Session; readonly state: State } {
  const phone = usePhone();
  return {
    get session() {
      return phone.session!;
    },
    get state() {
      return phone.state!;
    },
  };
}
