import { suggested } from "./queue";
import type { State } from "./types";

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
