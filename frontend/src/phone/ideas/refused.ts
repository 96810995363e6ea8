import { refusalSentence } from "../../i18n/refusal";
import type { Command, CommandName, State } from "../../protocol/types";
import type { Entry } from "../../session/store";
import { takenIn } from "../late";
import { ownIdeas, tableIn } from "../mine";
import type { Phone } from "../phone.svelte";
import { stillTakes } from "./taken";

const WHAT: { [name in CommandName]?: "failed_edit" | "failed_restore" | "failed_comment" | "failed_claim" | "failed_suggest" } = {
  "idea.edit": "failed_edit",
  "idea.restore": "failed_restore",
  "comment.add": "failed_comment",
  "action.claim": "failed_claim",
  "action.suggest": "failed_suggest",
};

/** What it was that did not arrive. */
export function whatFailed({ t }: Phone, { command }: Entry): string {
  return t(WHAT[command.name] ?? "failed");
}

/** What the server said of it, in other words where it did so in another language; nothing where that is over. */
export function whyRefused({ state, i18n }: Phone, entry: Entry): string {
  return entry.refusal?.code === "muted" && !state?.me?.muted ? "" : refusalSentence(i18n, entry);
}

/** Whether the server could take it now, as far as the phone knows: where it cannot, sending it again is not offered. */
export function couldBeTaken({ command, made }: Entry, state: State, now: number): boolean {
  const activity = takenIn(command, state);
  const { muted, erased_at } = state.me ?? {};
  // What is from before its writer removed all that they had left is taken no more.
  if (erased_at && made < Date.parse(erased_at)) return false;
  return Boolean(activity) && !muted && isThere(command, state) && stillTakes(activity!, state.workshop, made, now);
}

/** Whether it was written for a table whose pen this phone has not: then it can be sent as one's own. */
export function needsAPen({ command, refusal }: Entry, state: State): boolean {
  if (command.name !== "idea.capture" || refusal?.code !== "not_allowed" || !command.args.table) return false;
  const collect = takenIn(command, state);
  return !collect || tableIn(collect, state) !== command.args.table;
}

/** What it is about. */
function isThere({ name, args }: Command, state: State): boolean {
  if (name === "comment.add") return state.ideas.some(({ id }) => id === args.idea);
  return name !== "idea.edit" || ownIdeas(state, []).some(({ idea }) => idea.id === args.idea);
}
