import { beforeEach, expect, test, vi } from "vitest";

import type * as Drafts from "./draft.svelte";

type Heard = { key: string | null; newValue: string | null };

// As in a window: what another tab keeps is heard of.
let hear: (event: Heard) => void = () => {};
vi.stubGlobal("addEventListener", (_: "storage", listener: typeof hear) => (hear = listener));
const { Draft, draftFor, draftsBelow }: typeof Drafts = await import("./draft.svelte");

let device: Map<string, string>;

/** The device's storage, whose keys are its own properties as a browser's are. */
beforeEach(() => {
  device = new Map();
  const storage = { getItem: (key: string) => device.get(key) ?? null, setItem: device.set.bind(device), removeItem: device.delete.bind(device) };
  vi.stubGlobal("localStorage", new Proxy(storage, { ownKeys: () => [...device.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
});

test("what is written is there after a reload, and gone once it is cleared", () => {
  new Draft("a").text = "halvskriven";
  const again = new Draft("a");
  expect(again.text).toBe("halvskriven");
  again.text = "";
  expect(new Draft("a").text).toBe("");
});

test("what was taken stays on the device until it is safe elsewhere", () => {
  const draft = new Draft("b");
  draft.text = "på väg";
  const { text, stored } = draft.take();
  expect([text, draft.text, new Draft("b").text]).toEqual(["på väg", "", "på väg"]);
  stored();
  expect(new Draft("b").text).toBe("");
});

test("all of one kind are found, also those of an earlier visit", () => {
  device.set("board.edit.1", "ett");
  draftFor("board.edit.2").text = "två";
  expect(draftsBelow("board.edit.").map(({ text }) => text).sort()).toEqual(["ett", "två"]);
});

test("what another tab keeps or clears is the same here, and is not kept again", () => {
  const [near] = [draftFor("board.edit.3"), draftFor("board.edit.4")];
  hear({ key: "board.edit.3", newValue: "en halv men" });
  hear({ key: "board.edit.9", newValue: "en annan" });
  expect([near.text, draftFor("board.edit.4").text, device.size]).toEqual(["en halv men", "", 0]);
  hear({ key: "board.edit.3", newValue: null });
  expect(near.text).toBe("");
});

test("a text can be kept where it goes with the tab", () => {
  const tab = new Map<string, string>();
  const storage = { getItem: (key: string) => tab.get(key) ?? null, setItem: tab.set.bind(tab), removeItem: tab.delete.bind(tab) };
  new Draft("mail", () => storage as unknown as Storage).text = "ana@example.org";
  expect([device.size, tab.get("mail")]).toEqual([0, "ana@example.org"]);
});
