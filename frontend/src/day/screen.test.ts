import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { DayScreen } from "./screen.svelte";

const shown = { arena: "Trädgården", language: "sv", day: "2026-06-23", host: "mote.example", server_time: "2026-06-23T11:00:00Z", spots: [] };
let answer: () => Response;
const fetched = vi.fn(async () => answer());
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  fetched.mockClear();
  answer = () => Response.json(shown);
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("document", { visibilityState: "visible", documentElement: {}, addEventListener() {}, removeEventListener() {} });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function on(token: string): DayScreen {
  const screen = new DayScreen("arena", token, "sv");
  stop = screen.start();
  return screen;
}

it("goes on asking, more seldom, once it is told that it shows nothing, and comes back", async () => {
  answer = () => new Response(null, { status: 404 });
  const screen = on("token");
  await vi.advanceTimersByTimeAsync(50_000);
  expect(screen.isOver).toBe(true);
  expect(fetched).toHaveBeenCalledTimes(1);
  answer = () => Response.json(shown);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([screen.isOver, screen.shown?.arena]).toEqual([false, "Trädgården"]);
});

it("asks nothing without a token", async () => {
  const screen = on("");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(screen.isOver).toBe(true);
  expect(fetched).not.toHaveBeenCalled();
});
