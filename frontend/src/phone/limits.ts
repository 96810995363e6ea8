import type { State } from "../protocol/types";
import { latestCollect } from "./deadline";

/** What the collect activity that ideas belong to allows. */
export function currentLimits(state: State): { maxChars: number } {
  return { maxChars: latestCollect(state.activities, state.workshop)?.settings.max_chars ?? 280 };
}
