import type { Activity, Column, State } from "../../protocol/types";

/** The columns that an activity's ideas may go to, in order. */
export function columnsOf(state: State, activity: Activity): Column[] {
  const allowed = activity.settings.columns;
  return state.columns
    .filter(({ id }) => !allowed?.length || allowed.includes(id))
    .sort((a, b) => a.position - b.position);
}

let chosen: string | null = $state(null);

/** The column that stays chosen from one idea to the next; the first one until then. */
export function chosenColumn(columns: Column[]): Column | null {
  return columns.find(({ id }) => id === chosen) ?? columns[0] ?? null;
}

export function chooseColumn(column: Column): void {
  chosen = column.id;
}
