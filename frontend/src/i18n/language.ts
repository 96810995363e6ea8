export type Language = "sv" | "en";

/** Where a device keeps what was chosen on it. */
export const KEY = "language";

export function isLanguage(value: unknown): value is Language {
  return value === "sv" || value === "en";
}

/** The language that the page speaks; a browser that translates pages writes another one into the document. */
export let spoken: Language = "sv";

export function speak(language: Language): void {
  spoken = document.documentElement.lang = language;
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
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
