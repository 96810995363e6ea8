import type { Activity, State } from "../../protocol/types";
import { inputOf, takerOf } from "../deadline";

/** When a text was written that was there when its input ended (server time, ms): no later than that, so that it counts as made in time. */
export function writtenAt(collect: Activity, { activities, workshop }: State, now: number): number {
  const input = inputOf(takerOf(collect, activities, workshop), workshop, now);
  return Math.min(now, input.until ?? Infinity);
}
