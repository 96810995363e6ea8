import type { CommandArgs } from "../../protocol/types";
import type { Session } from "../../session/session.svelte";
import type { Entry } from "../../session/store";

type Claimant = Pick<CommandArgs["action.claim"], "name" | "email">;

/** One's claim of the action that was refused, if any. */
export function refusedClaim(session: Session, action: string | undefined): Entry | undefined {
  return session.refused.find(({ command }) => command.name === "action.claim" && command.args.action === action);
}

/**
 * Who is being filled in, over a reload. An address is nobody's to find who takes the phone over later: it lives as long as the tab.
 */
export class HalfFilled {
  readonly #key: string;

  constructor(workshop: string) {
    this.#key = `claim:${workshop}`;
  }

  read(): Claimant | null {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "null") as Claimant | null;
    } catch {
      return null;
    }
  }

  keep(claimant: Claimant): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(claimant));
    } catch {
      // Without storage it lives as long as the page.
    }
  }

  drop = (): void => {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // There is none.
    }
  };
}
