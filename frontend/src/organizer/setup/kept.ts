import { Draft } from "../../ui/draft.svelte";
import { pick, type PlanKey } from "../plan";
import type { Plan } from "../types";

/** What was written, how the server had those fields when it was, and what of it was sent without an answer. */
export interface Unsaved {
  base: Partial<Plan>;
  mine: Partial<Plan>;
  sent: Partial<Plan>[];
}

/** Addresses are not to lie on the device: they go with the tab. */
const WITH_THE_TAB: readonly PlanKey[] = ["recipients"];

/** What of a set-up is not saved yet, over a reload, a closed tab and a lost network. `name` is one for each person and meeting. */
export class Kept {
  readonly #places: readonly [Draft, (key: PlanKey) => boolean][];

  constructor(name: string) {
    this.#places = [
      [new Draft(name), (key) => !WITH_THE_TAB.includes(key)],
      [new Draft(name, () => sessionStorage), (key) => WITH_THE_TAB.includes(key)],
    ];
  }

  /** Keeps those fields and nothing else; none when all is saved. */
  write(base: Plan, mine: Plan, keys: readonly PlanKey[], sent: readonly Partial<Plan>[] = []): void {
    const at = Date.now();
    for (const [draft, isHere] of this.#places) {
      const here = keys.filter(isHere);
      const unsaved: Unsaved & { at: number } = { at, base: pick(base, here), mine: pick(mine, here), sent: sent.map((one) => pick(one, here)) };
      draft.text = here.length > 0 ? JSON.stringify(unsaved) : "";
    }
  }

  /** It can be saved no more. */
  forget(): void {
    for (const [draft] of this.#places) draft.text = "";
  }

  /** Null when there is nothing. */
  read(): Unsaved | null {
    const found = this.#places.flatMap(([draft]) => parsed(draft.text));
    if (found.length === 0) return null;
    return {
      base: Object.assign({}, ...found.map(({ base }) => base)),
      mine: Object.assign({}, ...found.map(({ mine }) => mine)),
      sent: found.flatMap(({ sent }) => sent),
    };
  }
}

function parsed(text: string): Unsaved[] {
  try {
    const { base, mine, sent = [] } = JSON.parse(text || "{}") as Partial<Unsaved>;
    return base && mine ? [{ base, mine, sent }] : [];
  } catch {
    return [];
  }
}
