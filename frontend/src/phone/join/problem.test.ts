import { describe, expect, it } from "vitest";
import { nameProblem } from "./problem";

const t = ((key: string, fills: Record<string, number> = {}) => `${key} ${JSON.stringify(fills)}`) as Parameters<typeof nameProblem>[0];

describe("a name", () => {
  it("is right up to forty characters, and none at all", () => {
    for (const name of ["", "Åsa", "x".repeat(40), `  ${"x".repeat(40)}  `]) expect(nameProblem(t, name)).toBe("");
  });

  it("is too long by what people count", () => {
    expect(nameProblem(t, "x".repeat(41))).toBe('found_name_long {"most":40}');
  });

  it("is too long by what the server counts, and says why", () => {
    expect(nameProblem(t, "👨‍👩‍👧‍👦".repeat(10))).toBe('found_name_signs {"n":30}');
  });
});
