import type { Activity } from "../../protocol/types";
import { newId } from "../../session/ids";
import type { Draft } from "../../ui/draft.svelte";
import { tidy } from "../length";
import { tableIn } from "../mine";
import type { Phone } from "../phone.svelte";

/** Sends what is in the draft as an idea, and says aloud how it went. `made` is when it was written, if that was not now (server time, ms). */
export async function sendIdea(phone: Phone, activity: Activity, draft: Draft, column: string | null, made?: number): Promise<void> {
  const { text, stored } = draft.take();
  const args = { idea: newId(), column, text: tidy(text), table: tableIn(activity, phone.state!) };
  const outcome = await phone.session!.send("idea.capture", args, stored, made);
  phone.announcer.say(outcome.ok ? phone.t("said_sent") : `${phone.t("failed")} ${outcome.detail}`);
}
