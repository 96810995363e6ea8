import { beforeEach, expect, test, vi } from "vitest";

import { KeptText } from "./kepttext.svelte";

let device: Map<string, string>;

beforeEach(() => {
  device = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => device.get(key) ?? null, setItem: device.set.bind(device), removeItem: device.delete.bind(device),
  });
});

const NAME = "organizer.setup.ana.settings.name";

function typed(text: string, saved = "Ana"): KeptText {
  const field = new KeptText(NAME, saved);
  field.text = text;
  field.keep();
  return field;
}

test("what was typed and not saved is back the next time, and goes once it is saved", () => {
  typed("Ana K");
  const again = new KeptText(NAME, "Ana");
  expect([again.text, again.isBroughtBack, again.unsaved, again.other]).toEqual(["Ana K", true, true, null]);
  again.accept("Ana K");
  expect([again.unsaved, device.size]).toEqual([false, 0]);
});

test("what was typed while it was being saved is unsaved still", () => {
  const field = typed("Ana K");
  field.text = "Ana Kr";
  field.accept("Ana K");
  expect([field.unsaved, new KeptText(NAME, "Ana K").text]).toEqual([true, "Ana Kr"]);
});

test("what arrived although nobody heard of it is forgotten", () => {
  typed("Ana K");
  const again = new KeptText(NAME, "Ana K");
  expect([again.text, again.isBroughtBack, device.size]).toEqual(["Ana K", false, 0]);
});

test("what somebody else has written since is in the field, and mine beside it until I choose", () => {
  typed("Min arena", "Arenan");
  const again = new KeptText(NAME, "Deras arena");
  expect([again.text, again.other, again.unsaved]).toEqual(["Deras arena", "Min arena", false]);
  again.takeOther();
  expect([again.text, again.other, again.unsaved]).toEqual(["Min arena", null, true]);
  const thrown = typed("Min arena", "Arenan") && new KeptText(NAME, "Deras arena");
  thrown.dropOther();
  expect([thrown.other, device.size]).toEqual([null, 0]);
});

test("half a text on the device is none", () => {
  device.set(NAME, "{half");
  expect(new KeptText(NAME, "Ana").text).toBe("Ana");
});
