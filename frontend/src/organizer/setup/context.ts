import { getContext, setContext } from "svelte";

import type { SetupDraft } from "./draft.svelte";

const KEY = Symbol("setup");

export function provideDraft(draft: SetupDraft): SetupDraft {
  return setContext(KEY, draft);
}

export function useDraft(): SetupDraft {
  return getContext<SetupDraft>(KEY);
}
