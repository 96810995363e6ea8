import type { Activity, Column, State } from "../../protocol/types";
import { type Draft, draftFor } from "../../ui/draft.svelte";

/** The columns that an activity's ideas may go to, in order. */
export function columnsOf(state: State, activity: Activity): Column[] {
  const allowed = activity.settings.columns;
  return state.columns
    .filter(({ id }) => !allowed?.length || allowed.includes(id))
    .sort((a, b) => a.position - b.position);
}

/** The id of the column that stays chosen from one idea to the next, kept beside the text that is written for it. */
export function homeOf({ workshop }: State): Draft {
  return draftFor(`column:${workshop.id}`);
}

/** Where an idea goes: the first column while none is chosen. */
export function columnOf(columns: Column[], home: string): Column | null {
  return columns.find(({ id }) => id === home) ?? columns[0] ?? null;
}

/** Whether what was written for a column finds it gone: then only its writer says where it goes. */
export function isHomeless(columns: Column[], home: string): boolean {
  return home !== "" && columns.length > 0 && !columns.some(({ id }) => id === home);
}
