/** A text being written, kept on the device under a name until it is sent or thrown away. */
export class Draft {
  #text = $state("");

  /** `storage`: where it is kept, in case that is for as long as the tab is open only. */
  constructor(
    readonly name: string,
    private readonly storage: () => Storage = () => localStorage,
  ) {
    try {
      this.#text = storage().getItem(name) ?? "";
    } catch {
      // Without storage it starts empty.
    }
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#keep();
  }

  /** Takes over what another tab keeps under the name. */
  heard(text: string): void {
    this.#text = text;
  }

  /** Empties the field for the next text; what was in it stays on the device until `stored` says that it is safe elsewhere. */
  take(): { text: string; stored: () => void } {
    const text = this.#text;
    this.#text = "";
    return { text, stored: () => this.#keep() };
  }

  #keep(): void {
    try {
      if (this.#text) this.storage().setItem(this.name, this.#text);
      else this.storage().removeItem(this.name);
    } catch {
      // Without storage the text lives as long as the page.
    }
  }
}

const drafts = new Map<string, Draft>();

globalThis.addEventListener?.("storage", ({ key, newValue }) => drafts.get(key ?? "")?.heard(newValue ?? ""));

/** The same draft for whoever asks for the same name. */
export function draftFor(name: string): Draft {
  const draft = drafts.get(name) ?? new Draft(name);
  drafts.set(name, draft);
  return draft;
}

/** All whose names begin so, those of earlier visits included. */
export function draftsBelow(prefix: string): Draft[] {
  const names = new Set([...drafts.keys(), ...stored()]);
  return [...names].filter((name) => name.startsWith(prefix)).map(draftFor);
}

function stored(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
