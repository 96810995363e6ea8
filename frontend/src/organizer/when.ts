import type { I18n } from "../i18n/i18n.svelte";
import type { Meeting } from "./types";

type Dates = Pick<I18n<string>, "date" | "time">;

/** Midnight of the day that the moment is in, here. */
export function dayOf(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

export function addDays(day: number, days: number): number {
  const date = new Date(day);
  date.setDate(date.getDate() + days);
  return dayOf(date.getTime());
}

/** "2026-06-23", as addresses and the server write it. */
export function isoDay(day: number): string {
  const date = new Date(day);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "tisdag 23 juni". */
export function longDay(i18n: Dates, day: number): string {
  return i18n.date(new Date(day).toISOString(), { weekday: "long", day: "numeric", month: "long" });
}

/** "23 juni", with the year when it is another than this one. */
export function shortDay(i18n: Dates, iso: string, now: number): string {
  const other = new Date(iso).getFullYear() !== new Date(now).getFullYear();
  return i18n.date(iso, { day: "numeric", month: "short", ...(other ? { year: "numeric" } : {}) });
}

/** "13.05" for a moment of today, else its day. */
export function timeOrDay(i18n: Dates, iso: string, now: number): string {
  return dayOf(Date.parse(iso)) === dayOf(now) ? i18n.time(iso) : shortDay(i18n, iso, now);
}

export function weekday(i18n: Dates, iso: string): string {
  const name = i18n.date(iso, { weekday: "long" });
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

export type Group = "today" | "week" | "later" | "undated" | "earlier";

/** When it was or is to be; a meeting without a time is of when it was opened. */
export function momentOf(meeting: Pick<Meeting, "starts_at" | "opened_at">): string | null {
  return meeting.starts_at ?? meeting.opened_at;
}

/** Which heading a meeting stands under. One that is going on is of today, whatever its date. */
export function groupOf(meeting: Meeting, now: number): Group {
  if (meeting.status === "open") return "today";
  const moment = momentOf(meeting);
  if (moment === null) return meeting.status === "closed" ? "earlier" : "undated";
  const start = Date.parse(moment);
  const today = dayOf(now);
  if (dayOf(start) === today) return "today";
  if (meeting.status === "closed" || start < today) return "earlier";
  return start < addDays(today, 7) ? "week" : "later";
}

const ORDER: Group[] = ["today", "week", "later", "undated", "earlier"];

/** The meetings under their headings; empty headings are left out. What was comes with the latest first. */
export function grouped(meetings: Meeting[], now: number): { group: Group; meetings: Meeting[] }[] {
  return ORDER.map((group) => {
    const mine = meetings.filter((one) => groupOf(one, now) === group);
    return { group, meetings: group === "undated" ? mine : mine.sort(group === "earlier" ? latestFirst : (a, b) => latestFirst(b, a)) };
  }).filter((one) => one.meetings.length > 0);
}

const latestFirst = (a: Meeting, b: Meeting) => Date.parse(momentOf(b) ?? "") - Date.parse(momentOf(a) ?? "");
