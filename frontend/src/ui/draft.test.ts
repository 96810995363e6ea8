import { beforeEach, expect, test, vi } from "vitest";

import { Draft, draftFor, draftsBelow } from "./draft.svelte";

let device: Map<string, string>;

/** The device's storage, whose keys are its own properties as a browser's are. */
beforeEach(() => {
  device = new Map();
  const storage = { getItem: (key: string) => device.get(key) ?? null, setItem: device.set.bind(device), removeItem: device.delete.bind(device) };
  vi.stubGlobal("localStorage", new Proxy(storage, { ownKeys: () => [...device.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  return () => vi.unstubAllGlobals();
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
