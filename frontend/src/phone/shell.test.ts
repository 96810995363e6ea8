import { beforeEach, expect, it, vi } from "vitest";

import type { Entry } from "../session/store";
import type { Phone } from "./phone.svelte";
import { keepShell } from "./shell";

const waiting = { postMessage: vi.fn() };

beforeEach(() => {
  waiting.postMessage.mockClear();
  const serviceWorker = { register: () => Promise.resolve({ waiting }), addEventListener: vi.fn() };
  vi.stubGlobal("navigator", { serviceWorker });
  vi.stubGlobal("document", { querySelectorAll: () => [], querySelector: () => null, activeElement: null });
});

function phoneWith(name: string, where: "waiting" | "refused"): Phone {
  const entry = { command: { id: "1", name, args: {} } } as Entry;
  return { session: { waiting: [], refused: [], [where]: [entry] } } as unknown as Phone;
}

it.each([
  ["waits for a vote that was not sent", "vote.set", "waiting", 0],
  ["waits for a text that was refused", "idea.capture", "refused", 0],
  ["does not wait for a vote that was refused, of which nothing is left to write", "vote.set", "refused", 1],
] as const)("a build that was fetched before %s", async (_, name, where, times) => {
  await keepShell(phoneWith(name, where));
  expect(waiting.postMessage).toHaveBeenCalledTimes(times);
});
