import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clearDevice } from "./device.svelte";
import type { Phone } from "./phone.svelte";

const DAY_MS = 24 * 60 * 60 * 1000;
const TAKEN_BACK = JSON.stringify([{ id: "i1", number: 14, column: "c1", text: "Träd" }]);

let device: Map<string, string>;

/** The device's storage, whose keys are its own properties as a browser's are. */
beforeEach(() => {
  device = new Map();
  const storage = { getItem: (key: string) => device.get(key) ?? null, setItem: device.set.bind(device), removeItem: device.delete.bind(device) };
  vi.stubGlobal("localStorage", new Proxy(storage, { ownKeys: () => [...device.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => void vi.useRealTimers());

/** A page in that meeting, or at the door of the one with that code. */
function page(id: string | null, code = "428617", change: object = {}, told: object = {}): void {
  const state = { workshop: { id, activity: "a1", status: "open", ...change }, me: { participant: "ben", ...told } };
  clearDevice({ code, state: id ? state : null } as unknown as Phone);
}

/** Names are of one test each: a draft that was looked for once lives as long as the page. */
const texts = () => [...device.keys()].filter((name) => name !== "visits");

test.each([
  ["the next step begins", { activity: "a2" }],
  ["the meeting ends", { status: "closed" }],
])("what was taken back goes when %s", (said, change) => {
  const id = `meeting in which ${said}`;
  device.set(`withdrawn:${id}:a1:ben`, TAKEN_BACK);
  page(id);
  expect(texts()).toHaveLength(1);
  page(id, "428617", change);
  expect(texts()).toEqual([]);
});

test("what was taken back goes when its writer has removed all, on whichever device", () => {
  const id = "meeting with a receipt";
  device.set(`withdrawn:${id}:a1:ben`, TAKEN_BACK);
  page(id);
  expect(texts()).toHaveLength(1);
  page(id, "428617", {}, { erased_at: "2026-06-23T11:00:00.000Z" });
  expect(texts()).toEqual([`erased:${id}:ben`]);
});

test("texts of a meeting that nobody comes back to go after a month, counted from when that is first known", () => {
  device.set("draft:past:idea", "halvskriven");
  device.set("withdrawn:past:a1:ben", TAKEN_BACK);
  device.set("column:past", "c1");
  page(null);
  vi.setSystemTime(Date.now() + 29 * DAY_MS);
  page("another");
  expect(texts()).toHaveLength(3);
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  page("another");
  expect([texts(), device.get("visits")]).toEqual([[], "{}"]);
});

test.each([
  ["in", "here", ""],
  ["at the door of", null, "428617"],
])("those of the meeting that it is %s stay, however long ago it was", (where, workshop, code) => {
  const id = workshop ?? "there";
  device.set("workshops", `${code}=${id}`);
  device.set("visits", JSON.stringify({ [id]: Date.now() - 40 * DAY_MS }));
  device.set(`draft:${id}:${where}`, "halvskriven");
  page(workshop, code);
  expect(texts()).toContain(`draft:${id}:${where}`);
});

test("what says nothing of visits is none, and other things on the device are left alone", () => {
  device.set("visits", "{");
  device.set("draft:torn:idea", "halvskriven");
  device.set("language", "sv");
  page(null);
  expect(texts().sort()).toEqual(["draft:torn:idea", "language"]);
});
