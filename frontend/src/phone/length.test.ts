import { describe, expect, it } from "vitest";
import cases from "../../../tests/core/unseen.json";
import { measure, tidy } from "./length";

describe("what nobody sees", () => {
  it.each(cases.stored)("is dropped as on the server, and kept where it is needed: %j", (typed, stored) => {
    expect(tidy(typed!)).toBe(stored);
  });

  it.each(cases.empty)("alone is no text: %j", (typed) => {
    expect(measure(typed, 10)).toEqual({ kind: "empty" });
  });

  it("does not count", () => {
    expect(measure("\u200b".repeat(20) + "Sol", 3)).toEqual({ kind: "fits", left: 0 });
  });

  it("an emoji of several is one character on the phone, and the server is asked about it", () => {
    expect(measure("👩\u200d🚒", 1)).toEqual({ kind: "over_server", by: 2 });
  });
});
