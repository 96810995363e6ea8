import { beforeEach, expect, test, vi } from "vitest";

import { forgetAtSignOut } from "./signout";

let device: Map<string, string>;

beforeEach(() => {
  device = new Map();
  const storage = { getItem: (key: string) => device.get(key) ?? null, removeItem: device.delete.bind(device) };
  vi.stubGlobal("localStorage", new Proxy(storage, { ownKeys: () => [...device.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  vi.stubGlobal("sessionStorage", {});
});

/** The page that asks whether to sign out. */
function page(person: string) {
  const warning = { hidden: true };
  const form = Object.assign(new EventTarget(), { dataset: { signOut: person }, querySelector: () => warning });
  forgetAtSignOut(form as unknown as HTMLFormElement);
  return { form, warning };
}

test("whoever signs out is told that something unsaved goes, and it goes with the answer", () => {
  device.set("organizer.setup.ana.w1", "{}");
  const { form, warning } = page("ana");
  expect([warning.hidden, device.size]).toEqual([false, 1]);
  form.dispatchEvent(new Event("submit"));
  expect(device.size).toBe(0);
});

test("nothing is said where nothing is unsaved", () => {
  device.set("organizer.setup.ben.w1", "{}");
  expect(page("ana").warning.hidden).toBe(true);
});
