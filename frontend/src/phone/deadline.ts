import type { Activity, Workshop } from "../protocol/types";

export type Input = { open: true; until: number | null } | { open: false; late: boolean; until: number };

/**
 * Whether an activity takes input at `now` (server time, ms). After its end there is a grace: closed to the eye, but what was
 * being written may still be sent (`late`) until `until`.
 */
export function inputOf(activity: Activity, workshop: Workshop, now: number): Input {
  const grace = activity.settings.grace_s * 1000;
  if (workshop.activity !== activity.id) {
    const end = activity.closed_at ? Date.parse(activity.closed_at) : 0;
    return { open: false, late: now < end + grace, until: end + grace };
  }
  const end = workshop.timer.ends_at ? Date.parse(workshop.timer.ends_at) : null;
  if (end === null || now < end) return { open: true, until: end };
  return { open: false, late: now < end + grace, until: end + grace };
}

/** The latest collect activity that has begun: the one that a text being written belongs to. */
export function latestCollect(activities: Activity[], workshop: Workshop): Activity | null {
  const begun = activities.filter(({ kind, id, started_at }) => kind === "collect" && (id === workshop.activity || started_at));
  return begun.sort((a, b) => a.position - b.position).at(-1) ?? null;
}
