import { Draft } from "../ui/draft.svelte";

interface Unsaved {
  base: string;
  mine: string;
}

/**
 * A text that counts once it is saved. Until then it lies on the device, and is back the next time.
 * Where somebody else has changed it meanwhile, theirs is in the field, and `other` is what was written here.
 */
export class KeptText {
  /** What is in the field. */
  text = $state("");
  other: string | null = $state(null);
  /** It was written an earlier time, and is in the field again. */
  readonly isBroughtBack: boolean = false;
  readonly #draft: Draft;

  /** `name`: one for each person and field. `saved`: as the server has it. */
  constructor(
    name: string,
    private saved: string,
  ) {
    this.#draft = new Draft(name);
    this.text = saved;
    const kept = parsed(this.#draft.text);
    if (!kept || kept.mine === saved) this.#forget();
    else if (kept.base === saved) {
      this.text = kept.mine;
      this.isBroughtBack = true;
    } else this.other = kept.mine;
  }

  get unsaved(): boolean {
    return this.text !== this.saved;
  }

  /** After each change of the field. */
  keep(): void {
    this.other = null;
    if (this.unsaved) this.#draft.text = JSON.stringify({ at: Date.now(), base: this.saved, mine: this.text });
    else this.#forget();
  }

  /** The server has `sent`; what was written since is still unsaved. */
  accept(sent: string): void {
    this.saved = sent;
    this.keep();
  }

  /** Takes what was written here instead of theirs; it is unsaved. */
  takeOther(): void {
    this.text = this.other ?? this.text;
    this.keep();
  }

  /** What was written here is wanted no more. */
  dropOther(): void {
    this.keep();
  }

  #forget(): void {
    this.#draft.text = "";
  }
}

function parsed(text: string): Unsaved | null {
  try {
    const { base, mine } = JSON.parse(text || "{}") as Partial<Unsaved>;
    return base !== undefined && mine !== undefined ? { base, mine } : null;
  } catch {
    return null;
  }
}
