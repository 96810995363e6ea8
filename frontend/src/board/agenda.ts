import { inOrder } from "./order";
import type { Activity, State } from "./types";

export type StepState = "done" | "current" | "coming";

export interface Step {
  activity: Activity;
  number: number;
  state: StepState;
}

export function agenda(state: State): Step[] {
  const activities = inOrder(state.activities);
  const now = activities.findIndex((activity) => activity.id === state.workshop.activity);
  const over = state.workshop.status === "closed";
  return activities.map((activity, index) => ({
    activity,
    number: index + 1,
    state: !over && index === now ? "current" : index <= now ? "done" : "coming",
  }));
}

export function currentActivity(state: State): Activity | null {
  return state.activities.find((activity) => activity.id === state.workshop.activity) ?? null;
}

export function nextActivity(state: State): Activity | null {
  const activities = inOrder(state.activities);
  const now = activities.findIndex((activity) => activity.id === state.workshop.activity);
  return now < 0 ? null : (activities[now + 1] ?? null);
}

/** The vote that would be passed, and opened again, on the way back to `target`; null when nothing has to be confirmed. */
export function voteGoneBackOver(state: State, target: string): Activity | null {
  const activities = inOrder(state.activities);
  const now = activities.findIndex((activity) => activity.id === state.workshop.activity);
  const to = activities.findIndex((activity) => activity.id === target);
  if (to < 0 || to >= now) return null;
  return activities.slice(to, now + 1).find((activity) => activity.kind === "vote" && activity.started_at !== null) ?? null;
}

/** When the step after this one begins, and when it was to begin, once the time is over. Whole minutes, rounded up. */
export function overrun(state: State, now: number): { next: Activity; begins: Date; planned: Date } | null {
  const ends = state.workshop.timer.ends_at;
  const next = nextActivity(state);
  if (!ends || !next || now <= Date.parse(ends)) return null;
  const minute = 60_000;
  const begins = new Date(Math.ceil(now / minute) * minute);
  return { next, begins, planned: new Date(Date.parse(ends)) };
}

/** How many minutes later steps have been shortened by since the clock ran out, whoever did it. */
export function madeUp({ workshop }: State): number {
  const made = workshop.settings["made_up"] as { ends_at: string; minutes: number } | undefined;
  return made && made.ends_at === workshop.timer.ends_at ? made.minutes : 0;
}

/** The later step with most minutes, and how long it may be if it is to make up for `late` seconds. */
export function shorter(state: State, late: number): { activity: Activity; minutes: number } | null {
  const activities = inOrder(state.activities);
  const now = activities.findIndex((activity) => activity.id === state.workshop.activity);
  const need = Math.ceil(late / 60) - madeUp(state);
  if (need <= 0) return null;
  const longest = activities
    .slice(now + 1)
    .filter((activity) => (activity.minutes ?? 0) > need + 1)
    .sort((a, b) => (b.minutes ?? 0) - (a.minutes ?? 0))[0];
  return longest ? { activity: longest, minutes: (longest.minutes ?? 0) - need } : null;
}
