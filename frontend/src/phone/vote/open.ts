import type { Activity, Workshop } from "../../protocol/types";
import { inputOf } from "../deadline";

/** Whether the leader has shown the result of the vote that is on: it takes no more until it is hidden again. */
export function resultClosedIt(activity: Activity, workshop: Workshop): boolean {
  return workshop.totals === "shown" && activity.settings.show_results !== "live";
}

export function voteIsOpen(activity: Activity, workshop: Workshop, now: number): boolean {
  return !resultClosedIt(activity, workshop) && inputOf(activity, workshop, now).open;
}
