import type { State } from "../protocol/types";

/** The ids of what one supports that is neither this idea nor a part of it. */
export function supportOfOthers({ ideas, me }: State, id: string): string[] {
  const parts = ideas.find((idea) => idea.id === id)?.merged_ids;
  return (me?.supports ?? []).filter((one) => one !== id && !parts?.includes(one));
}

/** Whether one stands behind this idea, or behind one that was merged into it. */
export function isSupported(state: State, id: string): boolean {
  return supportOfOthers(state, id).length < (state.me?.supports ?? []).length;
}
