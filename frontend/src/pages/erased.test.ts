import { expect, test, vi } from "vitest";

import { forgetTakenBack } from "./erased";

const said = { dataset: { erased: "w1" } } as unknown as HTMLElement;

test("what was taken back in that meeting goes from the device, and nothing else", () => {
  const device = new Set(["withdrawn:w1:a1:ben", "withdrawn:w2:a1:ben", "draft:w1:idea"]);
  const storage = { removeItem: (name: string) => device.delete(name) };
  vi.stubGlobal("localStorage", new Proxy(storage, { ownKeys: () => [...device], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  forgetTakenBack(said);
  expect([...device]).toEqual(["withdrawn:w2:a1:ben", "draft:w1:idea"]);
});

test("a browser that gives no storage is no error", () => {
  vi.stubGlobal("localStorage", undefined);
  expect(() => forgetTakenBack(said)).not.toThrow();
});
