import type { State } from "../protocol/types";

const OFFERED_MS = 3 * 60_000;

/** Tables whose pen was handed over and waits for the next phone. After a while nobody is coming for it. */
export function offeredTables(state: State, now: number): State["workshop"]["tables"] {
  return state.workshop.tables.filter(({ pen, since }) => pen === "offered" && now - Date.parse(since) < OFFERED_MS);
}
