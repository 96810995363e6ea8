import { beforeEach, describe, expect, it, vi } from "vitest";

import { fairlyFor, inLots, kept, LaidOut } from "./reading";

const items = Array.from({ length: 8 }, (_, n) => ({ id: `i${n}`, number: n }));
const ids = (list: { id: string }[]) => list.map(({ id }) => id);

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) });
});

describe("an order to read in", () => {
  const fair = { ideas: [[5, 6, 7], [1, 2, 3, 4], [0]], clusters: [["c2"], ["c1"]] };

  it("begins with what was shown least and ends with what was shown most", () => {
    const order = ids(fairlyFor("ana", items, fair));
    expect(order.slice(0, 3).sort()).toEqual(["i5", "i6", "i7"]);
    expect(order.at(-1)).toBe("i0");
  });

  it("is each person's own among those alike", () => {
    const first = new Set(Array.from({ length: 60 }, (_, n) => fairlyFor(`person ${n}`, items, fair)[0]!.id));
    expect([...first].sort()).toEqual(["i5", "i6", "i7"]);
  });

  it("takes what is newer than the order as shown nowhere", () => {
    expect(ids(fairlyFor("ana", [...items, { id: "new", number: 9 }], fair))[0]).toBe("new");
  });

  it("orders groups, and anything while nothing is known", () => {
    const groups = [{ id: "c1", number: null }, { id: "c2", number: null }];
    expect(ids(fairlyFor("ana", groups, fair))).toEqual(["c2", "c1"]);
    expect(ids(fairlyFor("ana", items, null)).sort()).toEqual(ids(items));
  });
});

describe("what has been laid out", () => {
  it("stays in its place when the order changes, and when something goes", () => {
    const laid = new LaidOut("room");
    expect(ids(laid.arrange(items, "before"))).toEqual(ids(items));
    expect(ids(laid.arrange([...items].reverse(), "before"))).toEqual(ids(items));
    expect(ids(laid.arrange(items.slice(2), "before"))).toEqual(ids(items.slice(2)));
    expect(ids(laid.arrange(items, "before"))).toEqual(ids(items));
  });

  it("gets new ones before or behind it", () => {
    const [room, vote] = [new LaidOut("room"), new LaidOut("vote")];
    for (const laid of [room, vote]) laid.take(items, "behind");
    expect(ids(room.arrange([{ id: "new" }, ...items], "before"))[0]).toBe("new");
    expect(ids(vote.arrange([{ id: "new" }, ...items], "behind")).at(-1)).toBe("new");
  });

  it("is the same after a reload", () => {
    new LaidOut("room").take(items, "before");
    expect(ids(new LaidOut("room").arrange([...items].reverse(), "before"))).toEqual(ids(items));
  });
});

describe("lots of neighbours", () => {
  const keyed = (order: string[], some = items) => inLots(some, order, 3).map(({ key, items }) => [key, ...ids(items)]);

  it("hold what has a place, in its order", () => {
    expect(keyed(["i7", "i6", "i5", "i4", "i3"])).toEqual([[1, "i7", "i6"], [0, "i5", "i4", "i3"]]);
    expect(keyed([])).toEqual([]);
  });

  it("are the same as before where nothing has changed in them", () => {
    const order = ["i5", "i4", "i3", "i2", "i1", "i0"];
    const before = inLots(items, order, 3);
    expect(kept(before, inLots([...items], order, 3))).toBe(before);
    const [first, second] = kept(before, inLots(items.with(0, { id: "i0", number: 0 }), order, 3));
    expect(first).toBe(before[0]);
    expect(second).not.toBe(before[1]);
  });

  it("stay whole when others come before them or go", () => {
    const order = ["i5", "i4", "i3", "i2", "i1", "i0"];
    expect(keyed(["i7", "i6", ...order])).toEqual([[2, "i7", "i6"], [1, "i5", "i4", "i3"], [0, "i2", "i1", "i0"]]);
    expect(keyed(order, items.filter(({ id }) => id !== "i1"))).toEqual([[1, "i5", "i4", "i3"], [0, "i2", "i0"]]);
  });
});
