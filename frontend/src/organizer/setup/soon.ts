const SOON_MS = 31 * 24 * 60 * 60 * 1000;

/** Whether by a choice a meeting goes within a month, and earlier than it did before. */
export function goesSoon(day: string | null, before: string | null, now: number): boolean {
  if (day === null || Date.parse(day) > now + SOON_MS) return false;
  return before === null || Date.parse(day) < Date.parse(before);
}
