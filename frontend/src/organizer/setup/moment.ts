/** A moment as the two fields of a form, in the reader's own time zone. */
export function dateOf(iso: string | null): string {
  if (iso === null) return "";
  const date = new Date(iso);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function timeOf(iso: string | null): string {
  if (iso === null) return "";
  const date = new Date(iso);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Null until both fields are filled in. */
export function joined(day: string, time: string): string | null {
  if (!day || !time) return null;
  const moment = new Date(`${day}T${time}`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
