import { describe, expect, it } from "vitest";

import type { Figures, Meeting } from "../types";
import { dayOf } from "../when";
import { firstDay, hoursOf, isOnDay, placesOf, shareOfDay } from "./day";

const at = (day: number, hour: number, minute = 0) => new Date(2026, 5, day, hour, minute);
const NOW = at(23, 13, 22).getTime();
const TODAY = dayOf(NOW);

function meeting(fields: Partial<Meeting> & { starts?: Date }): Meeting {
  const { starts, ...rest } = fields;
  return {
    status: "draft", minutes: 60, opened_at: null, closed_at: null, starts_at: starts?.toISOString() ?? null, ...rest,
  } as Meeting;
}

describe("the day that is shown first", () => {
  it("is today when something goes on", () => {
    expect(firstDay([meeting({ status: "open", starts: at(1, 9) }), meeting({ starts: at(25, 9) })], NOW)).toBe(TODAY);
  });
  it("is the next day with a meeting, or else the last there was", () => {
    expect(firstDay([meeting({ starts: at(1, 9) }), meeting({ starts: at(25, 9) })], NOW)).toBe(dayOf(at(25, 0).getTime()));
    expect(firstDay([meeting({ starts: at(1, 9) })], NOW)).toBe(dayOf(at(1, 0).getTime()));
  });
});

describe("the line of hours", () => {
  it("covers all meetings of the day, five hours at least", () => {
    expect(hoursOf([meeting({ starts: at(23, 12, 30) })], TODAY)).toEqual([12, 13, 14, 15, 16]);
    expect(hoursOf([meeting({ starts: at(23, 8) }), meeting({ starts: at(23, 15), minutes: 90 })], TODAY).at(-1)).toBe(17);
  });
  it("leaves room for the title of a meeting late in a long day", () => {
    const hours = hoursOf([meeting({ starts: at(23, 8) }), meeting({ starts: at(23, 20) })], TODAY);
    expect(hours.length - 12).toBeGreaterThanOrEqual(0.24 * hours.length);
  });
  it("places a moment by its share, and nothing outside", () => {
    expect(shareOfDay(at(23, 14, 30).getTime(), [12, 13, 14, 15, 16], TODAY)).toBe(0.5);
    expect(shareOfDay(at(23, 9).getTime(), [12, 13, 14, 15, 16], TODAY)).toBeNull();
  });
});

describe("isOnDay", () => {
  it("shows what goes on today even when it was planned for another day", () => {
    expect(isOnDay(meeting({ status: "open", starts: at(1, 9) }), TODAY, NOW)).toBe(true);
    expect(isOnDay(meeting({ starts: at(1, 9) }), TODAY, NOW)).toBe(false);
  });
});

describe("the rows of places", () => {
  const HOURS = [12, 13, 14, 15, 16];
  const figures = (id: string, fields: Partial<Meeting> & { starts?: Date }): Figures => ({
    meeting: { ...meeting(fields), id, arena_name: "Trädgården", place: fields.place ?? "Scenen" }, pace: [], pending: 0,
  });
  const rows = (...all: Figures[]) => placesOf(all, HOURS, TODAY).map(({ here, main }) => [here.map((one) => one.meeting.id).join(" "), main.meeting.id]);

  it("hold what happens there one after the other, in the order of the day", () => {
    const late = figures("late", { starts: at(23, 15) });
    const early = figures("early", { starts: at(23, 12), place: "scenen " });
    expect(rows(late, figures("else", { starts: at(23, 12), place: "Hamnen" }), early)).toEqual([["else", "else"], ["early late", "early"]]);
  });
  it("are two where two run at the same time, or stand too close", () => {
    expect(rows(figures("a", { starts: at(23, 12) }), figures("b", { starts: at(23, 12, 30) }))).toEqual([["a", "a"], ["b", "b"]]);
    expect(rows(figures("a", { starts: at(23, 12), minutes: 15 }), figures("b", { starts: at(23, 12, 30) }))).toHaveLength(2);
  });
  it("tell of what runs, else of what comes, else of what was last", () => {
    const was = figures("was", { starts: at(23, 12), status: "closed" });
    const runs = figures("runs", { starts: at(23, 13, 15), status: "open" });
    const comes = figures("comes", { starts: at(23, 15) });
    expect(rows(was, runs, comes)).toEqual([["was runs comes", "runs"]]);
    expect(rows(was, comes)).toEqual([["was comes", "comes"]]);
    expect(rows(was)).toEqual([["was", "was"]]);
  });
  it("are known by the place, also as the next meeting there opens and where two run at the same time", () => {
    const keys = (...all: Figures[]) => placesOf(all, HOURS, TODAY).map(({ key }) => key);
    const first = (status: Meeting["status"]) => figures("first", { starts: at(23, 12), status });
    const next = (status: Meeting["status"]) => figures("next", { starts: at(23, 14), status });
    expect(keys(first("open"), next("draft"))).toEqual(keys(first("closed"), next("open")));
    expect(new Set(keys(figures("a", { starts: at(23, 12) }), figures("b", { starts: at(23, 12) }))).size).toBe(2);
  });
  it("stand under the arena where a meeting has no place of its own", () => {
    expect(rows(figures("a", { starts: at(23, 12), place: "" }), figures("b", { starts: at(23, 14), place: "Trädgården" }))).toEqual([["a b", "a"]]);
  });
});
