import type { Store } from "../session/store";
import { draftsBelow } from "../ui/draft.svelte";
import { ALL_DRAFTS } from "./draftnames";
import { suggested } from "./queue";
import type { State } from "./types";

export { ALL_DRAFTS };

/** How the names of half filled in forms for new actions begin. */
export const NEW_ACTION = "new-action";

/** What a form for a new action is kept under: one for each choice of ideas, so that none is taken for that of others. */
export function newActionName(ideas: string[]): string {
  return [NEW_ACTION, ...ideas].join("+");
}

/** Whether what the draft of that name is about is gone. A change of an idea that is gone is shown to whoever wrote it instead. */
export function isOrphan(name: string, state: State): boolean {
  const [kind, about = ""] = name.split(".", 2);
  const has = (list: { id: string }[]) => about.split("+").every((id) => list.some((one) => one.id === id));
  if (kind === "reason") return !has(state.ideas);
  if (kind === "name") return !has([...state.ideas, ...state.clusters]);
  return kind === "action" && !has([...state.actions, ...suggested(state)]);
}

/** Under what the commands of somebody who leads a workshop are kept. */
export function outboxOf(user: string, workshop: string): string {
  return `staff ${user} ${workshop}`;
}

/**
 * Throws away what somebody changed in texts that were refused, of all workshops, where there is no such text on the device any more:
 * it was sent or thrown away elsewhere. Where the device cannot be read everything stays.
 */
export async function forgetAgain(user: string, store: Store): Promise<void> {
  const prefix = `${ALL_DRAFTS}${user}.`;
  for (const draft of draftsBelow(prefix)) {
    const [workshop = "", kind, command] = draft.name.slice(prefix.length).split(".");
    if (kind !== "again" || !draft.text || !store.durable) continue;
    const entries = await store.all(outboxOf(user, workshop)).catch(() => null);
    if (entries?.every((entry) => entry.command.id !== command)) draft.text = "";
  }
}
