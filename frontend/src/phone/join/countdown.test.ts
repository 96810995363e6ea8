import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Card } from "../../protocol/types";
import { Device } from "../../session/testing/device";
import { Phone } from "../phone.svelte";
import { Countdown } from "./countdown.svelte";

let device: Device;
const now = Date.parse("2026-06-23T11:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now });
  device = new Device();
  device.install();
  Object.assign(document, { documentElement: {} });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows each second, and ends once", async () => {
  const countdown = new Countdown();
  const over = vi.fn();
  countdown.start(3, over);
  const shown = [countdown.left];
  for (let second = 0; second < 5; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    shown.push(countdown.left);
  }
  expect(shown).toEqual([3, 2, 1, 0, 0, 0]);
  expect(over).toHaveBeenCalledTimes(1);
});

it("ends at once when a device wakes that slept through it", () => {
  const over = vi.fn();
  new Countdown().start(5, over);
  vi.setSystemTime(now + 60_000);
  device.show();
  expect(over).toHaveBeenCalledTimes(1);
});

it("ends never when nobody waits any longer", async () => {
  const over = vi.fn();
  new Countdown().start(2, over)();
  await vi.advanceTimersByTimeAsync(5000);
  device.show();
  expect(over).not.toHaveBeenCalled();
});

/** A server that puts off whoever knocks while `busy`, and otherwise shows the meeting's card. */
class Busy {
  busy = true;

  install(): void {
    const card: Partial<Card> = { title: "Omställning tillsammans" };
    vi.stubGlobal("localStorage", { getItem: () => null });
    vi.stubGlobal("fetch", async () =>
      this.busy
        ? new Response(JSON.stringify({ code: "too_fast" }), { status: 429, headers: { "Content-Type": "application/json", "Retry-After": "5" } })
        : new Response(JSON.stringify(card), { headers: { "Content-Type": "application/json" } }),
    );
  }
}

it("keeps a wait that is followed by another, and forgets it once the meeting is found", async () => {
  const server = new Busy();
  server.install();
  const phone = new Phone({ code: null, noCode: "", unreached: false, language: "sv" });
  await phone.i18n.ready;
  await phone.look("428617");
  expect([phone.stage, phone.problem]).toEqual(["code", { kind: "later", seconds: 5 }]);
  const again = phone.look("428617");
  expect(phone.problem).toEqual({ kind: "later", seconds: 5 });
  await again;
  server.busy = false;
  await phone.look("428617");
  expect([phone.stage, phone.problem]).toEqual(["found", null]);
});

it("stays at the door of the meeting it found when joining is put off", async () => {
  const server = new Busy();
  server.busy = false;
  server.install();
  const phone = new Phone({ code: null, noCode: "", unreached: false, language: "sv" });
  await phone.i18n.ready;
  await phone.look("428617");
  server.busy = true;
  await phone.join("Ben");
  expect([phone.stage, phone.code, phone.problem]).toEqual(["found", "428617", { kind: "later", seconds: 5 }]);
});
