import { describe, expect, it } from "vitest";

import type { Meeting } from "./types";
import { grouped, groupOf, timeOrDay } from "./when";

const NOW = new Date(2026, 5, 23, 14, 0).getTime();

function meeting(status: Meeting["status"], starts: Date | null, title = "", opened: Date | null = null): Meeting {
  return { status, title, starts_at: starts?.toISOString() ?? null, opened_at: opened?.toISOString() ?? null } as Meeting;
}

describe("groupOf", () => {
  it("puts what goes on under today, whatever its date", () => {
    expect(groupOf(meeting("open", new Date(2026, 4, 1)), NOW)).toBe("today");
  });
  it("puts a meeting of today under today until midnight, also when it has ended", () => {
    expect(groupOf(meeting("draft", new Date(2026, 5, 23, 23, 59)), NOW)).toBe("today");
    expect(groupOf(meeting("closed", new Date(2026, 5, 23, 9, 0)), NOW)).toBe("today");
  });
  it("puts the next six days under the week and the rest under later", () => {
    expect(groupOf(meeting("draft", new Date(2026, 5, 29, 9, 0)), NOW)).toBe("week");
    expect(groupOf(meeting("draft", new Date(2026, 5, 30, 9, 0)), NOW)).toBe("later");
  });
  it("puts a meeting that was planned for no time under the day it was opened", () => {
    expect(groupOf(meeting("closed", null, "", new Date(2026, 5, 23, 9, 0)), NOW)).toBe("today");
    expect(groupOf(meeting("closed", null, "", new Date(2026, 5, 22, 9, 0)), NOW)).toBe("earlier");
  });
  it("puts drafts without a date by themselves and closed ones under earlier", () => {
    expect(groupOf(meeting("draft", null), NOW)).toBe("undated");
    expect(groupOf(meeting("closed", null), NOW)).toBe("earlier");
  });
});

describe("timeOrDay", () => {
  const i18n = { date: (_: string, how = {}) => Object.keys(how).join(" "), time: () => "13.05" };
  const moment = (...at: [number, number, number, number]) => new Date(...at).toISOString();

  it("is the time of what was today, else the day, with its year when that is another", () => {
    expect(timeOrDay(i18n, moment(2026, 5, 23, 0), NOW)).toBe("13.05");
    expect(timeOrDay(i18n, moment(2026, 5, 22, 23), NOW)).toBe("day month");
    expect(timeOrDay(i18n, moment(2025, 5, 23, 13), NOW)).toBe("day month year");
  });
});

describe("grouped", () => {
  it("leaves empty headings out and turns earlier around", () => {
    const old = meeting("closed", new Date(2026, 1, 1), "old");
    const newer = meeting("closed", new Date(2026, 2, 1), "newer");
    const unplanned = meeting("closed", null, "unplanned", new Date(2026, 1, 15));
    const rows = grouped([unplanned, old, newer], NOW);
    expect(rows.map((row) => [row.group, row.meetings.map((one) => one.title)])).toEqual([["earlier", ["newer", "unplanned", "old"]]]);
  });
});
