import type { Suggestion } from "../../protocol/types";
import type { Draft } from "../../ui/draft.svelte";
import { copyWritten } from "../copy";
import { keptIn, withdrawnIn } from "../ideas/withdraw";
import type { Phone } from "../phone.svelte";
import { maySuggest } from "./suggesting";

/** A suggestion of one's own that was taken back: the server keeps nothing of it. */
export type TakenBack = Pick<Suggestion, "id" | "title">;

/** Those that are just being asked to come back, until what asks for it waits. */
const asked = new Set<string>();

function write(kept: Draft, suggestions: TakenBack[]): void {
  kept.text = suggestions.length ? JSON.stringify(suggestions) : "";
}

function without(kept: Draft, id: string): TakenBack[] {
  return withdrawnIn<TakenBack>(kept).filter((one) => one.id !== id);
}

/** What was taken back in this step and is to be had again here. One that could not be taken back stands where it stood. */
export function goneIn(phone: Phone): TakenBack[] {
  const own = new Set(phone.state!.me?.suggestions?.map(({ id }) => id));
  return withdrawnIn<TakenBack>(keptIn(phone, ":suggestions")).filter(({ id }) => !own.has(id));
}

/**
 * Takes one's own suggestion back: while its step takes any it can be had back, else copied, and not once the meeting is over. Says
 * why where it was refused.
 */
export async function withdrawSuggestion(phone: Phone, { id, title }: TakenBack): Promise<void> {
  const action = maySuggest(phone)
    ? { label: phone.t("undo"), run: () => void restoreSuggestion(phone, { id, title }) }
    : { label: phone.t("copy"), run: () => void copyWritten(phone, title) };
  const stored = () => {
    const kept = keptIn(phone, ":suggestions");
    if (phone.state!.workshop.status === "open") write(kept, [...without(kept, id), { id, title }]);
    phone.toasts.show({ text: phone.t("suggest_withdrawn"), action });
  };
  const outcome = await phone.session!.send("suggestion.withdraw", { suggestion: id }, stored);
  if (!outcome.ok && outcome.code !== "dismissed") phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}

/**
 * Has it back. A withdrawal that has not left this phone is not sent; else it is suggested anew behind that, under the same id, so
 * that one which could not be taken back is not there twice. Refused, its text is kept.
 */
export async function restoreSuggestion(phone: Phone, { id, title }: TakenBack): Promise<void> {
  if (asked.has(id)) return;
  asked.add(id);
  const kept = keptIn(phone, ":suggestions");
  const waits = () => {
    asked.delete(id);
    write(kept, without(kept, id));
  };
  if (await isWithheld(phone, id)) {
    waits();
    return phone.announcer.say(phone.t("suggest_back"));
  }
  // What tells it from one that is new; it has neither a number nor an area.
  const about = { id, number: 0, column: null, text: title };
  const outcome = await phone.session!.send("action.suggest", { suggestion: id, title }, waits, undefined, about);
  asked.delete(id);
  if (outcome.ok) phone.announcer.say(phone.t("suggest_back"));
  else if (outcome.kept) phone.announcer.say(`${phone.t("failed_suggest")} ${outcome.detail}`);
}

/** Whether its withdrawal waited here, and waits no more. */
async function isWithheld({ session }: Phone, id: string): Promise<boolean> {
  const withdrawal = session!.waiting.find(({ command }) => command.name === "suggestion.withdraw" && command.args.suggestion === id);
  return withdrawal !== undefined && session!.withhold(withdrawal);
}
