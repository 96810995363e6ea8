import type { Activity, Workshop } from "../../protocol/types";
import { inputOf } from "../deadline";
import { lateUntil } from "../late";

/** Whether the server would take now what was made at `made` (server time, ms): while the input is open, or by the rule for late ones. */
export function stillTakes(activity: Activity, workshop: Workshop, made: number, now: number): boolean {
  const input = inputOf(activity, workshop, now);
  if (workshop.status !== "open") return false;
  return input.open || input.late || (made <= input.until && lateUntil(activity, workshop, now) !== null);
}
