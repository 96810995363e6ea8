import { currentActivity } from "../../session/overlay";
import { inputOf } from "../deadline";
import type { Phone } from "../phone.svelte";

/** Whether this phone may suggest an action now: the step of actions takes input, and nobody has paused what it writes. */
export function maySuggest({ state, ticker }: Phone): boolean {
  const activity = state && currentActivity(state);
  if (activity?.kind !== "commit" || state!.workshop.status !== "open" || state!.me?.muted) return false;
  return inputOf(activity, state!.workshop, ticker.time).open;
}
