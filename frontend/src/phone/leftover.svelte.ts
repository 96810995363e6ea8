import type { Activity } from "../protocol/types";
import { anywayUntil, inputOf, latestCollect, takerOf } from "./deadline";
import { type Draft, draftFor } from "../ui/draft.svelte";
import type { Phone } from "./phone.svelte";

export interface Leftover {
  draft: Draft;
  activity: Activity;
  /** Until when it may still be sent, in the server's milliseconds. */
  until: number;
  late: boolean;
}

/** A text that was being written when its step or the meeting ended; null when there is none. Follows the clock. */
export function leftover(phone: Phone): Leftover | null {
  const state = phone.state;
  if (!state) return null;
  const activity = latestCollect(state.activities, state.workshop);
  const draft = draftFor(`draft:${state.workshop.id}:idea`);
  const { workshop } = state;
  const isOpen = workshop.status === "open";
  if (!activity || draft.text.trim() === "") return null;
  const taker = takerOf(activity, state.activities, workshop);
  const input = inputOf(taker, workshop, phone.ticker.time);
  // Its own field is there.
  if (isOpen && taker.id === workshop.activity && (taker === activity || input.open)) return null;
  const until = anywayUntil(taker, input);
  return { draft, activity, until, late: isOpen && !input.open && phone.ticker.time < until };
}
