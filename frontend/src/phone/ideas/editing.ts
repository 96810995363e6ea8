import type { Idea } from "../../protocol/types";
import type { Entry } from "../../session/store";

/** What a change of an idea begins with: what was half changed before all else. `redone`: the refused change that it makes anew. */
export function beginning(half: string, refused: Entry | undefined, idea: Idea): { text: string; redone: Entry | undefined } {
  if (half) return { text: half, redone: undefined };
  if (refused?.command.name === "idea.edit") return { text: refused.command.args.text, redone: refused };
  return { text: idea.text, redone: undefined };
}
