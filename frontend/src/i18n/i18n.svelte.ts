export type Language = "sv" | "en";
export type Values = Record<string, string | number>;
type Messages<K extends string> = Record<K, string>;

const plurals: Record<Language, Intl.PluralRules> = { sv: new Intl.PluralRules("sv"), en: new Intl.PluralRules("en") };

export function isLanguage(value: unknown): value is Language {
  return value === "sv" || value === "en";
}

/** What the address asks for, else what was chosen on this device, else `first`. */
export function chosenLanguage(first: string | null | undefined): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  if (isLanguage(asked)) return asked;
  const stored = readStored();
  if (isLanguage(stored)) return stored;
  return isLanguage(first) ? first : "sv";
}

function readStored(): string | null {
  try {
    return localStorage.getItem("language");
  } catch {
    return null;
  }
}

/**
 * Sentences of one entry in both languages. A sentence with two forms is written "one|other", chosen by `n`.
 * Reading `lang` or calling `t` in a component follows a change of language without a reload.
 */
export class I18n<K extends string> {
  lang: Language = $state("sv");

  constructor(
    private readonly messages: Record<Language, Messages<K>>,
    lang: Language,
  ) {
    this.lang = lang;
  }

  /** Changes the language of the page and remembers it on this device. */
  choose(lang: Language): void {
    this.lang = lang;
    document.documentElement.lang = lang;
    try {
      localStorage.setItem("language", lang);
    } catch {
      // A device that stores nothing asks again next time.
    }
  }

  t = (key: K, values: Values = {}): string => fill(this.lang, this.messages[this.lang][key], values);

  /** "11 september", or with the weekday and time left out of the sentence for the caller to add. */
  date = (iso: string, options: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" }): string =>
    new Intl.DateTimeFormat(this.lang === "sv" ? "sv-SE" : "en-GB", options).format(new Date(iso));

  /** "14.03" in Swedish, "14:03" in English. */
  time = (iso: string): string => {
    const text = this.date(iso, { hour: "2-digit", minute: "2-digit" });
    return this.lang === "sv" ? text.replace(":", ".") : text;
  };
}

function fill(lang: Language, message: string, values: Values): string {
  const [one = "", other] = message.split("|");
  const form = other !== undefined && plurals[lang].select(Number(values["n"])) !== "one" ? other : one;
  return form.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
