import { SvelteSet } from "svelte/reactivity";

import type { Idea } from "../../protocol/types";
import { type Draft, draftFor, draftsBelow } from "../../ui/draft.svelte";
import { copyWritten } from "../copy";
import type { Phone } from "../phone.svelte";

/** An idea of one's own that was taken back on this phone in the step that is on. */
export type Withdrawn = Pick<Idea, "id" | "number" | "column" | "text">;

/** Those that were asked to come back, by id, until they are refused. */
const wanted = new SvelteSet<string>();

const inMeeting = (phone: Phone) => `withdrawn:${phone.state!.workshop.id}:`;

/** Where they are on the device: of this step, and of whom the phone is now. */
export function keptIn(phone: Phone): Draft {
  const { workshop, me } = phone.state!;
  return draftFor(`${inMeeting(phone)}${workshop.activity}:${me?.participant}`);
}

export function withdrawnIn({ text }: Draft): Withdrawn[] {
  try {
    return JSON.parse(text || "[]") as Withdrawn[];
  } catch {
    return [];
  }
}

function keep(phone: Phone, { id, number, column, text }: Idea): void {
  wanted.delete(id);
  const kept = keptIn(phone);
  write(kept, [...withoutIdea(kept, id), { id, number, column, text }]);
}

function write(kept: Draft, ideas: Withdrawn[]): void {
  kept.text = ideas.length ? JSON.stringify(ideas) : "";
}

function withoutIdea(kept: Draft, id: string): Withdrawn[] {
  return withdrawnIn(kept).filter((one) => one.id !== id);
}

/** What was taken back in another step, or in a meeting that is over, is on the device no longer. */
export function forgetOthers(phone: Phone): void {
  if (!phone.state) return;
  const now = phone.state.workshop.status === "closed" ? null : keptIn(phone);
  for (const draft of draftsBelow(inMeeting(phone))) if (draft !== now) draft.text = "";
}

/** Takes an idea of one's own back: it can be had back while `open`, and copied after that. Says why where it was refused. */
export async function withdraw(phone: Phone, idea: Idea, open: boolean): Promise<void> {
  const action = open
    ? { label: phone.t("undo"), run: () => void restore(phone, idea.id) }
    : { label: phone.t("copy"), run: () => void copyWritten(phone, idea.text) };
  const stored = () => {
    keep(phone, idea);
    phone.toasts.show({ text: phone.t("idea_withdrawn"), action });
  };
  const outcome = await phone.session!.send("idea.withdraw", { idea: idea.id }, stored);
  if (!outcome.ok) phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}

/** Whether it is on its way back. Also what this page's predecessor asked for, as long as it waits. */
export function isWanted({ session }: Phone, id: string): boolean {
  return wanted.has(id) || session!.waiting.some(({ command }) => command.name === "idea.restore" && command.args.idea === id);
}

/** Refused with one of these it cannot come back any more: its text was removed for good, or it is not the phone's to ask for. */
const FOR_GOOD = ["not_allowed", "not_found"];

/** Sent behind the withdrawal, however that ends: what was not taken back is left as it is. */
export async function restore(phone: Phone, id: string): Promise<void> {
  const kept = keptIn(phone);
  wanted.add(id);
  const outcome = await phone.session!.send("idea.restore", { idea: id });
  if (outcome.ok) return;
  wanted.delete(id);
  if (FOR_GOOD.includes(outcome.code)) write(kept, withoutIdea(kept, id));
  phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}
