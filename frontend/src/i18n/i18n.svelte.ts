import { isLanguage, KEY, type Language, speak } from "./language";

export { chosenLanguage, isLanguage, type Language } from "./language";
export type Values = Record<string, string | number>;
export type Messages<K extends string> = Record<K, string>;
/** A catalogue, or where to fetch it; that is asked each time the language is chosen, for the catalogue may have grown. */
type Source<K extends string> = Messages<K> | (() => Promise<Messages<K>>);

const plurals: Record<Language, Intl.PluralRules> = { sv: new Intl.PluralRules("sv"), en: new Intl.PluralRules("en") };

/**
 * Sentences of one entry in both languages. A sentence with two forms is written "one|other", chosen by `n`.
 * Reading `lang` or calling `t` in a component follows a change of language without a reload.
 */
export class I18n<K extends string> {
  lang: Language = $state("sv");
  /** Resolves when the first language is here. */
  readonly ready: Promise<void>;
  #loaded: Partial<Record<Language, Messages<K>>> = {};

  constructor(
    private readonly sources: Record<Language, Source<K>>,
    lang: Language,
  ) {
    for (const known of ["sv", "en"] as const) {
      const source = sources[known];
      if (typeof source !== "function") this.#loaded[known] = source;
    }
    if (this.#loaded[lang]) this.lang = lang;
    this.ready = this.show(lang);
    // Another tab of this device chose.
    addEventListener("storage", ({ key, newValue }) => {
      if (key === KEY && isLanguage(newValue)) void this.show(newValue);
    });
  }

  /** Changes the language of the page and remembers it on this device. */
  choose(lang: Language): Promise<void> {
    try {
      localStorage.setItem(KEY, lang);
    } catch {
      // A device that stores nothing asks again next time.
    }
    forgetAsked();
    return this.show(lang);
  }

  /** Fetches a language before it is asked for, so that it can be chosen without a network. */
  async fetch(lang: Language): Promise<void> {
    const source = this.sources[lang];
    if (typeof source === "function") this.#loaded[lang] = await source();
  }

  /** Changes the language of the page; nothing remembers it. */
  async show(lang: Language): Promise<void> {
    try {
      if (typeof this.sources[lang] === "function") await this.fetch(lang);
    } catch {
      // Without a network the language stays what it is.
      return;
    }
    this.lang = lang;
    speak(lang);
  }

  t = (key: K, values: Values = {}): string => fill(this.lang, this.#loaded[this.lang]![key], values);

  /** Sentences that a part brings along, in the language of the page. */
  with<P extends string>(part: Record<Language, Messages<P>>): (key: P, values?: Values) => string {
    return (key, values = {}) => fill(this.lang, part[this.lang][key], values);
  }

  /** "11 september", or with the weekday and time left out of the sentence for the caller to add. */
  date = (iso: string, options: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" }): string =>
    new Intl.DateTimeFormat(this.lang === "sv" ? "sv-SE" : "en-GB", options).format(new Date(iso));

  /** "14.03" in Swedish, "14:03" in English. */
  time = (iso: string): string => {
    const text = this.date(iso, { hour: "2-digit", minute: "2-digit" });
    return this.lang === "sv" ? text.replace(":", ".") : text;
  };
}

/** What was chosen by hand counts for more than what the address asked for. */
function forgetAsked(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has("lang")) return;
  url.searchParams.delete("lang");
  history.replaceState(history.state, "", url);
}

export function fill(lang: Language, message: string, values: Values): string {
  const [one = "", other] = message.split("|");
  const form = other !== undefined && plurals[lang].select(Number(values["n"])) !== "one" ? other : one;
  return form.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
