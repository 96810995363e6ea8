import type { Activity, Workshop } from "../protocol/types";

/** How long after its end a text that was begun before may be sent by hand. */
const ANYWAY_MS = 60_000;

export type Input = { open: true; until: number | null } | { open: false; late: boolean; until: number };

/**
 * Whether an activity takes input at `now` (server time, ms). After its end there is a grace: closed to the eye, but what was
 * being written may still be sent (`late`) until `until`.
 */
export function inputOf(activity: Activity, workshop: Workshop, now: number): Input {
  const grace = activity.settings.grace_s * 1000;
  if (workshop.activity !== activity.id) {
    const closed = activity.clock_ended_at ?? activity.closed_at;
    const end = closed ? Date.parse(closed) : 0;
    return { open: false, late: now < end + grace, until: end + grace };
  }
  const end = workshop.timer.ends_at ? Date.parse(workshop.timer.ends_at) : null;
  if (end === null || now < end) return { open: true, until: end };
  return { open: false, late: now < end + grace, until: end + grace };
}

/** How long a text that was begun before the end may still be sent by hand (ms); within what the server takes late. */
export function anywayFor({ settings }: Activity): number {
  return Math.min(ANYWAY_MS, (settings.grace_s + settings.late_s) * 1000);
}

/** Until when that is (server time, ms). */
export function anywayUntil(activity: Activity, input: Input): number {
  return (input.until ?? 0) - activity.settings.grace_s * 1000 + anywayFor(activity);
}

/** The collect activity that an idea made now belongs to. */
export function latestCollect(activities: Activity[], workshop: Workshop): Activity | null {
  return onOrLast(activities.filter(({ kind }) => kind === "collect"), workshop);
}

/** Whose input ideas of a collect activity go by: its own, or that of a grouping since in which they are taken, too. */
export function takerOf(collect: Activity, activities: Activity[], workshop: Workshop): Activity {
  const { closed_at: ended, settings } = collect;
  if (!ended || !settings.while_grouping || collect.id === workshop.activity) return collect;
  return onOrLast(activities.filter(({ kind, started_at }) => kind === "group" && started_at && started_at >= ended), workshop) ?? collect;
}

/** The activity whose input ideas go by now. */
export function ideasTaker(activities: Activity[], workshop: Workshop): Activity | null {
  const collect = latestCollect(activities, workshop);
  return collect && takerOf(collect, activities, workshop);
}

/** The one that is on, else the last that ended, wherever it stands in the plan: the order in which the server looks for one. */
export function onOrLast(activities: Activity[], workshop: Workshop): Activity | null {
  const ended = activities.filter(({ started_at }) => started_at).sort((a, b) => ((a.closed_at ?? "") < (b.closed_at ?? "") ? -1 : 1));
  return activities.find(({ id }) => id === workshop.activity) ?? ended.at(-1) ?? null;
}
