import { untrack } from "svelte";

import type { Entry } from "../session/store";
import { draftsBelow } from "../ui/draft.svelte";
import { forgetErased, forgetOthers, pastWanting } from "./ideas/withdraw";
import { workshopOf } from "./joined";
import type { Phone } from "./phone.svelte";
import { overVotes } from "./vote/sent";

const KEY = "visits";
/** What lies on the device of each meeting: then come its id and what it is. */
const KINDS = ["draft:", "column:", "withdrawn:", "erased:"];
/** Texts of a meeting that this device has not been to for so long go. */
const LONGEST_MS = 30 * 24 * 60 * 60 * 1000;

/** Clears the device now, and whenever the meeting goes on or ends while the page is there. */
export function keepClear(phone: Phone): void {
  $effect.root(() => {
    const workshop = $derived(phone.state?.workshop);
    // Not all that happens in a meeting is a reason to look.
    const me = $derived(phone.state?.me);
    const place = $derived([workshop?.id, workshop?.activity, workshop?.status, me?.participant, me?.erased_at, phone.code].join());
    $effect(() => {
      void place;
      untrack(() => clearDevice(phone));
    });
    $effect(() => {
      for (const entry of ofNoUse(phone)) untrack(() => void phone.session!.dismiss(entry));
    });
  });
}

/** What waits or was refused, and has been overtaken since. */
export function ofNoUse(phone: Phone): Entry[] {
  return [...pastWanting(phone), ...(phone.session ? overVotes(phone.session) : [])];
}

/** Takes off the device what is of no use any more. */
export function clearDevice(phone: Phone): void {
  forgetErased(phone);
  forgetOthers(phone);
  forgetOld(phone.state?.workshop.id ?? workshopOf(phone.code));
}

/** `here`: the meeting that the page is in or at the door of. What was written before visits were kept counts from now. */
function forgetOld(here: string | null): void {
  const now = Date.now();
  const before = visits();
  const left: Record<string, number> = {};
  for (const draft of KINDS.flatMap(draftsBelow)) {
    if (!draft.text) continue;
    const workshop = draft.name.split(":")[1]!;
    const at = workshop === here ? now : (before[workshop] ?? now);
    if (now - at > LONGEST_MS) draft.text = "";
    else left[workshop] = at;
  }
  try {
    localStorage.setItem(KEY, JSON.stringify(left));
  } catch {
    // Without storage nothing outlives the page.
  }
}

function visits(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, number>;
  } catch {
    return {};
  }
}
