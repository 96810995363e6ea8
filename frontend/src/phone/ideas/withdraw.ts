import { SvelteMap } from "svelte/reactivity";

import type { Idea } from "../../protocol/types";
import type { Entry, Withdrawn } from "../../session/store";
import { type Draft, draftFor, draftsBelow } from "../../ui/draft.svelte";
import { copyWritten } from "../copy";
import { ownIdeas } from "../mine";
import type { Phone } from "../phone.svelte";

/** Those that are just being asked to come back, by id, until what asks for it is on the device: before that nothing says so. */
const asked = new Set<string>();
/** Those that it let come back: they are to be seen from here on. */
const taken = new SvelteMap<string, { epoch: string | undefined; seq: number }>();

const inMeeting = (phone: Phone) => `withdrawn:${phone.state!.workshop.id}:`;

/** Where they are on the device: of this step, and of whom the phone is now. `kind`: of other things than ideas. */
export function keptIn(phone: Phone, kind: "" | ":suggestions" = ""): Draft {
  const { workshop, me } = phone.state!;
  return draftFor(`${inMeeting(phone)}${workshop.activity}:${me?.participant}${kind}`);
}

export function withdrawnIn<T = Withdrawn>({ text }: Draft): T[] {
  try {
    return JSON.parse(text || "[]") as T[];
  } catch {
    return [];
  }
}

function keep(phone: Phone, { id, number, column, text }: Idea): void {
  asked.delete(id);
  taken.delete(id);
  const kept = keptIn(phone);
  write(kept, [...withoutIdea(kept, id), { id, number, column, text }]);
}

function write(kept: Draft, ideas: Withdrawn[]): void {
  kept.text = ideas.length ? JSON.stringify(ideas) : "";
}

function withoutIdea(kept: Draft, id: string): Withdrawn[] {
  return withdrawnIn(kept).filter((one) => one.id !== id);
}

/** Throws one away that was not let back. */
export function forget(phone: Phone, id: string): void {
  const kept = keptIn(phone);
  write(kept, withoutIdea(kept, id));
}

/** Whoever has removed all that they left in the meeting, on whichever device, has it on this one no more either. */
export function forgetErased(phone: Phone): void {
  const { workshop, me } = phone.state ?? {};
  if (!workshop || !me?.erased_at) return;
  const heard = draftFor(`erased:${workshop.id}:${me.participant}`);
  if (heard.text === me.erased_at) return;
  for (const draft of draftsBelow(inMeeting(phone))) draft.text = "";
  heard.text = me.erased_at;
}

/** What was taken back in another step, or in a meeting that is over, lies here no longer. What is wanted back is with its command. */
export function forgetOthers(phone: Phone): void {
  if (!phone.state) return;
  const now = phone.state.workshop.status === "closed" ? [] : [keptIn(phone), keptIn(phone, ":suggestions")];
  for (const draft of draftsBelow(inMeeting(phone))) if (!now.includes(draft)) draft.text = "";
}

/** Takes an idea of one's own back: it can be had back while `open`, and copied after that. Says why where it was refused. */
export async function withdraw(phone: Phone, idea: Idea, open: boolean): Promise<void> {
  const action = open
    ? { label: phone.t("undo"), run: () => void restore(phone, idea) }
    : { label: phone.t("copy"), run: () => void copyWritten(phone, idea.text) };
  const stored = () => {
    keep(phone, idea);
    phone.toasts.show({ text: phone.t("idea_withdrawn"), action });
  };
  const outcome = await phone.session!.send("idea.withdraw", { idea: idea.id }, stored);
  if (!outcome.ok && outcome.code !== "dismissed") phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}

/** Those among these commands that ask for an idea to come back, by its id. */
export function restoresIn(entries: Entry[]): Map<string, Entry> {
  return new Map(entries.flatMap((entry) => (entry.command.name === "idea.restore" ? [[entry.command.args.idea, entry]] : [])));
}

/** Whether it is on its way back. Also what this page's predecessor or another tab asked for, as long as it waits. */
export function isWanted({ session }: Phone, id: string): boolean {
  const { epoch, seq } = session!.confirmed!;
  const told = taken.get(id);
  const isAhead = told?.epoch === epoch && told.seq > seq;
  return isAhead || restoresIn(session!.waiting).has(id);
}

/** What was taken back and is to be had again here, or waits for that. What was refused stands among the texts that did not arrive. */
export function goneIn({ state, session }: Phone, kept: Draft): Withdrawn[] {
  const own = new Set(ownIdeas(state!, session!.waiting).map(({ idea }) => idea.id));
  const refused = restoresIn(session!.refused);
  const waiting = [...restoresIn(session!.waiting).values()].flatMap(({ about }) => about ?? []);
  const all = new Map([...withdrawnIn(kept), ...waiting].map((one) => [one.id, one]));
  return [...all.values()].filter(({ id }) => !own.has(id) && !refused.has(id));
}

/**
 * What asks for something back and is of no use any more: its writer has removed all for good since; or it was refused, and what it
 * asks for is there all the same, asked for from elsewhere.
 */
export function pastWanting({ state, session }: Phone): Entry[] {
  const { refused = [], waiting = [] } = session ?? {};
  if (!state || refused.length + waiting.length === 0) return [];
  const erasedAt = Date.parse(state.me?.erased_at ?? "1970-01-01");
  const isErased = ({ about, made }: Entry) => about !== undefined && made <= erasedAt;
  const ideas = new Set(ownIdeas(state, waiting).map(({ idea }) => idea.id));
  const suggestions = new Set(state.me?.suggestions?.map(({ id }) => id));
  const isThere = ({ command: { name, args } }: Entry) =>
    (name === "action.suggest" && suggestions.has(args.suggestion)) || (name === "idea.restore" && ideas.has(args.idea));
  return [...waiting.filter(isErased), ...refused.filter((entry) => isErased(entry) || isThere(entry))];
}

/**
 * Has it back. A withdrawal that has not left this phone is not sent; else it is asked for behind that, however that ends: what was not
 * taken back is left as it is. Refused, its text is kept, unless its writer has removed it for good. That it is back is said where news are (`BackNews`).
 */
export async function restore(phone: Phone, { id, number, column, text }: Withdrawn): Promise<void> {
  if (asked.has(id) || isWanted(phone, id)) return;
  const kept = keptIn(phone);
  asked.add(id);
  if (await isWithheld(phone, id)) {
    asked.delete(id);
    return phone.announcer.say(phone.t("idea_back"));
  }
  const waits = () => void asked.delete(id);
  const outcome = await phone.session!.send("idea.restore", { idea: id }, waits, undefined, { id, number, column, text });
  asked.delete(id);
  if (outcome.ok) taken.set(id, { epoch: phone.session?.confirmed?.epoch, seq: outcome.result.seq ?? 0 });
  else if (outcome.kept) phone.announcer.say(`${phone.t("failed_restore")} ${outcome.detail}`);
  else if (outcome.code !== "dismissed") {
    if (outcome.code === "not_allowed") write(kept, withoutIdea(kept, id));
    phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
  }
}

/** Whether its withdrawal waited here, and waits no more. */
async function isWithheld({ session }: Phone, id: string): Promise<boolean> {
  const withdrawal = session!.waiting.find(({ command }) => command.name === "idea.withdraw" && command.args.idea === id);
  return withdrawal !== undefined && session!.withhold(withdrawal);
}
