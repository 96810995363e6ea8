import { getContext, setContext } from "svelte";

import { I18n, chosenLanguage } from "../i18n/i18n.svelte";
import { Refused } from "../session/http";
import { Announcer } from "../ui/announcer.svelte";
import { Toasts } from "../ui/toasts.svelte";
import { api, speak } from "./api";
import { wordsEn } from "./i18n/en";
import { wordsSv } from "./i18n/sv";
import { Router } from "./router.svelte";
import { ALL_KEPT } from "./setup/leftovers";
import type { Arena, Language, Me, Role } from "./types";

export interface Boot {
  user: Omit<Me, "language"> & { id: string };
  language: Language;
}

/** What all pages of the organizer share: who is here, in which arenas, in which language. */
export class Organizer {
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly announcer = new Announcer();
  readonly i18n: I18n<keyof typeof wordsSv>;
  readonly t;
  me: Me = $state({ name: "", email: "", language: "sv", may_make_arenas: false });
  /** Null until they have been read. */
  arenas: Arena[] | null = $state(null);

  constructor(private readonly boot: Boot) {
    this.i18n = new I18n({ sv: wordsSv, en: wordsEn }, chosenLanguage(boot.language));
    this.t = this.i18n.t;
    this.me = { ...boot.user, language: this.i18n.lang };
    speak(() => this.i18n.lang);
  }

  async loadArenas(): Promise<Arena[]> {
    return (this.arenas = await api.arenas());
  }

  /** Where the browser keeps what this person has not saved of a meeting's set-up, or of a setting. By their id: others use the same computer. */
  keptName(meeting: string): string {
    return `${ALL_KEPT}${this.boot.user.id}.${meeting}`;
  }

  arena(id: string): Arena | undefined {
    return this.arenas?.find((one) => one.id === id);
  }

  /** Arenas in which this person makes meetings. */
  get mine(): Arena[] {
    return (this.arenas ?? []).filter((one) => mayPrepare(one.role));
  }

  async choose(language: Language): Promise<void> {
    this.i18n.choose(language);
    this.me = await api.changeMe({ language });
  }

  /** A sentence for an error of a call, whatever went wrong. */
  why(error: unknown): string {
    if (error instanceof Refused) return error.detail || this.t("refused_invalid");
    return this.t("refused_unreachable");
  }

  say(text: string): void {
    this.announcer.say(text);
  }
}

export function mayPrepare(role: Role): boolean {
  return role !== "reader";
}

const KEY = Symbol("organizer");

export function provideOrganizer(organizer: Organizer): Organizer {
  return setContext(KEY, organizer);
}

export function useOrganizer(): Organizer {
  return getContext<Organizer>(KEY);
}
