import type { Action, Suggestion } from "../../protocol/types";
import { currentActivity } from "../../session/overlay";
import { inputOf } from "../deadline";
import type { Phone } from "../phone.svelte";

/** What has become of a suggestion. `unseen`: it was taken up, but what was made of it is not shown to the room. */
export type Fate = "waiting" | "declined" | "taken" | "unseen" | "dropped";

/** Whether this phone may suggest an action now: the step of actions takes input, and nobody has paused what it writes. */
export function maySuggest({ state, ticker }: Phone): boolean {
  const activity = state && currentActivity(state);
  if (activity?.kind !== "commit" || state!.workshop.status !== "open" || state!.me?.muted) return false;
  return inputOf(activity, state!.workshop, ticker.time).open;
}

export function fateOf({ status, action }: Suggestion, actions: Action[]): Fate {
  if (status !== "taken") return status;
  const made = actions.find(({ id }) => id === action);
  if (!made) return "unseen";
  return made.status === "dropped" ? "dropped" : "taken";
}
