import { describe, expect, it } from "vitest";

import { activity, column, state } from "../../session/testing/samples";
import { columnOf, columnsOf, isHomeless } from "./columns";

const [first, second] = [column("c1"), column("c2", { position: 2 })];

describe("an idea's column", () => {
  it("is one of those that the step asks about, in their order", () => {
    const now = state({ columns: [second, first, column("c3", { position: 3 })] });
    expect(columnsOf(now, activity("a1", "collect")).map(({ id }) => id)).toEqual(["c1", "c2", "c3"]);
    const asked = activity("a1", "collect", { settings: { ...activity("a1", "collect").settings, columns: ["c2", "gone"] } });
    expect(columnsOf(now, asked)).toEqual([second]);
  });

  it("is the one chosen, and the first until then", () => {
    expect([columnOf([first, second], "c2"), columnOf([first, second], ""), columnOf([], "c2")]).toEqual([second, first, null]);
  });

  it("is asked for anew once the chosen one is gone and others are left", () => {
    expect(isHomeless([first, second], "gone")).toBe(true);
    expect([isHomeless([first, second], "c2"), isHomeless([first], ""), isHomeless([], "gone")]).toEqual([false, false, false]);
  });
});
