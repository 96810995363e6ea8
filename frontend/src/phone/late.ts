import type { Activity, Command, CommandName, State, Workshop } from "../protocol/types";
import { ideasTaker, inputOf, onOrLast } from "./deadline";
import type { Phone } from "./phone.svelte";

/**
 * Until when what was made in time still counts though it arrives late (server time, ms): the rule of the server. Null while
 * the input is open, and where nothing is taken late any more.
 */
export function lateUntil(activity: Activity, workshop: Workshop, now: number): number | null {
  const input = inputOf(activity, workshop, now);
  const seen = activity.id === workshop.vote_activity && workshop.totals === "shown";
  if (input.open || input.late || workshop.status !== "open" || seen) return null;
  const until = input.until + activity.settings.late_s * 1000;
  return now <= until ? until : null;
}

/** The activity that a comment made now belongs to. */
export function takingComments(activities: Activity[], workshop: Workshop): Activity | null {
  return onOrLast(activities.filter(({ settings }) => settings.comments), workshop);
}

/** The activity that takes it; undefined for what no rule for late ones is about. */
export function takenIn({ name, args }: Command, { activities, workshop }: State): Activity | null | undefined {
  switch (name) {
    case "idea.capture":
    case "idea.edit":
    case "idea.restore":
    case "idea.support":
      return ideasTaker(activities, workshop);
    case "comment.add":
      return takingComments(activities, workshop);
    case "action.suggest":
      return onOrLast(activities.filter(({ kind }) => kind === "commit"), workshop);
    case "vote.set":
    case "vote.done":
      return activities.find(({ id }) => id === (args.activity ?? workshop.vote_activity)) ?? null;
    default:
      return undefined;
  }
}

/** What the sentences about it call it. */
const SORTS = {
  "idea.capture": "ideas",
  "idea.edit": "ideas",
  "idea.restore": "ideas",
  "idea.support": "support",
  "comment.add": "comments",
  "action.suggest": "suggestions",
  "vote.set": "votes",
  "vote.done": "votes",
} as const satisfies { [name in CommandName]?: string };
type Sort = (typeof SORTS)[keyof typeof SORTS];

/** What the rule for late ones says about what waits on this phone: a sentence or two of each sort whose step is over; null where none is. */
export function lateSentences(phone: Phone): string | null {
  const { state, session } = phone;
  if (!state || !session) return null;
  const said = new Set<string>();
  for (const { command } of session.waiting) {
    const activity = takenIn(command, state);
    const sentence = activity && lateSentence(phone, SORTS[command.name as keyof typeof SORTS], activity, state.workshop);
    if (sentence) said.add(sentence);
  }
  return said.size ? [...said].join(" ") : null;
}

function lateSentence({ t, i18n, ticker }: Phone, sort: Sort, activity: Activity, workshop: Workshop): string | null {
  const now = ticker.time;
  const input = inputOf(activity, workshop, now);
  if (workshop.status === "open" && (input.open || input.late)) return null;
  const until = lateUntil(activity, workshop, now);
  return until === null ? t(`late_over_${sort}`) : t(`late_counts_${sort}`, { time: i18n.time(new Date(until).toISOString()) });
}

/** How old what is shown is, while it comes from the device; empty when the server has been heard. */
export function seenSentence(phone: Phone): string {
  const at = phone.session?.seenAt;
  if (at == null) return "";
  const minutes = Math.max(0, Math.floor((phone.session!.serverNow() - at) / 60_000));
  const time = phone.i18n.time(new Date(at).toISOString());
  if (minutes < 60) return phone.t("seen_minutes", { time, n: minutes });
  if (minutes < 24 * 60) return phone.t("seen_hours", { time, n: Math.floor(minutes / 60) });
  return phone.t("seen_days", { date: phone.i18n.date(new Date(at).toISOString()), time });
}
