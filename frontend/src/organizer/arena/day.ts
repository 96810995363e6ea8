import type { Figures, Meeting } from "../types";
import { dayOf } from "../when";

const HOUR = 3_600_000;
const FEWEST_HOURS = 5;
/** The share of the line that a title needs, also that of the last meeting. */
const ROOM_FOR_A_TITLE = 0.24;
const UNKNOWN_MINUTES = 60;

export function startOf(meeting: Meeting): number | null {
  const time = meeting.opened_at && meeting.status !== "draft" ? meeting.opened_at : meeting.starts_at;
  return time === null ? null : Date.parse(time);
}

/** When it ends, or is planned to. */
export function endOf(meeting: Meeting, start: number): number {
  if (meeting.closed_at) return Date.parse(meeting.closed_at);
  return start + (meeting.minutes ?? UNKNOWN_MINUTES) * 60_000;
}

/** Meetings of the day, and on today all that go on. */
export function isOnDay(meeting: Meeting, day: number, now: number): boolean {
  if (meeting.status === "open" && day === dayOf(now)) return true;
  const start = startOf(meeting);
  return start !== null && dayOf(start) === day;
}

/** Today when something is on today; else the next day with a meeting; else the last one there was. */
export function firstDay(meetings: Meeting[], now: number): number {
  const today = dayOf(now);
  if (meetings.some((one) => isOnDay(one, today, now))) return today;
  const days = meetings.flatMap((one) => startOf(one) ?? []).map(dayOf).sort((a, b) => a - b);
  return days.find((day) => day > today) ?? days.at(-1) ?? today;
}

/** The hours that the line shows: from before the first meeting until after the last, five at least. */
export function hoursOf(meetings: Meeting[], day: number): number[] {
  const starts = meetings.flatMap((one) => startOf(one) ?? []).filter((start) => dayOf(start) === day);
  const ends = meetings.flatMap((one) => {
    const start = startOf(one);
    return start === null || dayOf(start) !== day ? [] : Math.min(endOf(one, start), day + 24 * HOUR);
  });
  const first = starts.length ? Math.floor((Math.min(...starts) - day) / HOUR) : 9;
  let last = Math.max(first + FEWEST_HOURS, ...ends.map((end) => Math.ceil((end - day) / HOUR)));
  const latest = starts.length ? (Math.max(...starts) - day) / HOUR : first;
  while ((last - latest) / (last - first) < ROOM_FOR_A_TITLE) last += 1;
  return Array.from({ length: last - first }, (_, index) => first + index);
}

/** Where on the line a moment stands, 0 to 1; null outside it. */
export function shareOfDay(moment: number, hours: number[], day: number): number | null {
  const first = hours[0] ?? 0;
  const share = ((moment - day) / HOUR - first) / hours.length;
  return share >= 0 && share <= 1 ? share : null;
}

/** The meetings of one place, in the order of the day, and the one that its figures are of: what runs, else what comes, else what was last. */
export interface Place {
  /** Stays the same as one meeting there follows the other. */
  key: string;
  here: Figures[];
  main: Figures;
}

/** One row a place. Those that run at the same time, or stand too close to be told apart on the line, have a row each. */
export function placesOf(figures: Figures[], hours: number[], day: number): Place[] {
  const rows: { key: string; here: Figures[]; free: number }[] = [];
  const start = (one: Figures) => startOf(one.meeting) ?? day;
  const inOrder = [...figures].sort((a, b) => start(a) - start(b));
  for (const one of inOrder) {
    const key = (one.meeting.place || one.meeting.arena_name).trim().toLowerCase();
    const free = Math.max(endOf(one.meeting, start(one)), start(one) + hours.length * ROOM_FOR_A_TITLE * HOUR);
    const row = rows.find((other) => other.key === key && other.free <= start(one));
    if (row) Object.assign(row, { here: [...row.here, one], free });
    else rows.push({ key, here: [one], free });
  }
  return rows.map(({ key, here }, index) => {
    const above = rows.slice(0, index).filter((other) => other.key === key).length;
    return { key: `${above} ${key}`, here, main: mainOf(here) };
  });
}

function mainOf(here: Figures[]): Figures {
  const is = (status: Meeting["status"]) => (one: Figures) => one.meeting.status === status;
  return here.findLast(is("open")) ?? here.find(is("draft")) ?? here[here.length - 1]!;
}
