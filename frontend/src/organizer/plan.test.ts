import { describe, expect, it } from "vitest";

import { askedAbout, askedAsBefore, changedKeys, endsAt, merge, moved, namesKeptOut, totalMinutes } from "./plan";
import type { ColumnPlan, Plan, Setup, StepPlan } from "./types";

function plan(fields: Partial<Plan> = {}): Plan {
  return {
    title: "Omställning", purpose: "", place: "", case_number: "", language: "sv", starts_at: null, minutes: 60, partners: [], recipients: [],
    columns: [{ id: "c", title: "Vätgas", shape: "circle" }], activities: [], ...fields,
  };
}

describe("changedKeys", () => {
  it("takes trimmed text and the order of settings for no change", () => {
    expect(changedKeys(plan(), plan({ title: " Omställning " }))).toEqual([]);
  });
  it("sees a changed list and its order", () => {
    const two = [{ id: "c", title: "Vätgas", shape: "circle" as const }, { id: "d", title: "Hamn", shape: "bar" as const }];
    expect(changedKeys(plan({ columns: two }), plan({ columns: [...two].reverse() }))).toEqual(["columns"]);
  });
});

describe("merge", () => {
  it("takes what they changed and keeps what I changed", () => {
    const { plan: merged, clashes } = merge(plan(), plan({ title: "Min" }), plan({ place: "Tältet" }));
    expect([merged.title, merged.place, clashes]).toEqual(["Min", "Tältet", []]);
  });
  it("names what both changed and leaves mine on the screen", () => {
    const { plan: merged, clashes } = merge(plan(), plan({ title: "Min" }), plan({ title: "Deras" }));
    expect([merged.title, clashes]).toEqual(["Min", ["title"]]);
  });
  it("is no clash when both wrote the same", () => {
    expect(merge(plan(), plan({ title: "Lika" }), plan({ title: "Lika" })).clashes).toEqual([]);
  });
});

describe("time and order", () => {
  it("sums the steps that have a clock", () => {
    const steps = [5, null, 12].map((minutes, n) => ({ id: String(n), minutes })) as Plan["activities"];
    expect(totalMinutes({ activities: steps })).toBe(17);
  });
  it("ends a length after its start, and never without either", () => {
    expect(endsAt("2026-06-23T11:00:00Z", 68)).toBe("2026-06-23T12:08:00.000Z");
    expect(endsAt(null, 68)).toBeNull();
  });
  it("moves one item and leaves a list alone at its ends", () => {
    const list = ["a", "b", "c"];
    expect(moved(list, 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(list, 0, -1)).toBe(list);
  });
});

describe("names", () => {
  const step = (id: string, anonymous: boolean) => ({ id, kind: "collect", settings: { anonymous } });
  const setup = (joined: boolean, ...activities: ReturnType<typeof step>[]) => ({ joined, activities }) as unknown as Setup;

  it("may be chosen until somebody has joined", () => {
    expect(namesKeptOut(setup(false, step("a", true)), "a")).toBe(false);
    expect(namesKeptOut(setup(true, step("a", true)), "a")).toBe(true);
  });
  it("are kept out of a new step where everybody was told that there are none", () => {
    expect(namesKeptOut(setup(true, step("a", true)), "new")).toBe(true);
    expect(namesKeptOut(setup(true, step("a", true), step("b", false)), "new")).toBe(false);
    expect(namesKeptOut(setup(true, step("a", true), step("b", false)), "a")).toBe(true);
  });
});

describe("askedAbout", () => {
  const column = (id: string): ColumnPlan => ({ id, title: id, shape: "circle" });
  const step = (columns: string[] | null) => ({ id: "s", kind: "collect", title: "", minutes: null, settings: { columns } }) as unknown as StepPlan;
  const asked = (named: string[] | null, before: string[], after: string[]) =>
    askedAbout([step(named)], before.map(column), after.map(column))[0]!.settings.columns;

  it("asks about a new column in a step that names its columns", () => {
    expect(asked(["a"], ["a", "b"], ["a", "b", "c"])).toEqual(["a", "c"]);
  });
  it("names none where all are asked about, or none of those it named is left", () => {
    expect(asked(["a", "b"], ["a", "b"], ["a", "b", "c"])).toBeNull();
    expect(asked(["gone"], ["a"], ["a", "b"])).toEqual(["b"]);
    expect(asked(["a"], ["a", "b"], ["b"])).toBeNull();
  });
  it("asks as before once a column that was removed is put back", () => {
    const steps = [step(["a"]), { ...step(["b"]), id: "t" }, { ...step(null), id: "u" }];
    const without = askedAbout(steps, ["a", "b", "c"].map(column), ["b", "c"].map(column));
    expect(askedAsBefore(without, steps).map(({ settings }) => settings.columns)).toEqual([["a"], ["b"], null]);
  });
  it("leaves a step that asks about all as it is", () => {
    expect(asked(null, ["a"], ["a", "b"])).toBeNull();
  });
});
