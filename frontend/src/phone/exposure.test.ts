import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Session } from "../session/session.svelte";
import { Exposure } from "./exposure";

/** A screen of 800 points: cards of 100 under each other, the topmost one at `top`, under a dock from `dock` on. */
const screen = { top: 0, dock: 800, visibility: "visible" as DocumentVisibilityState };
const cards = Array.from({ length: 40 }, (_, n) => {
  const card = { dataset: { idea: `i${n}` }, offsetHeight: 100, closest: () => card };
  return card;
});
let told: string[] = [];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(screen, { top: 0, dock: 800, visibility: "visible" });
  told = [];
  vi.stubGlobal("innerWidth", 390);
  vi.stubGlobal("innerHeight", 800);
  vi.stubGlobal("scrollY", 0);
  vi.stubGlobal("document", {
    cookie: "",
    get visibilityState() {
      return screen.visibility;
    },
    elementFromPoint: (_: number, y: number) => (y < screen.dock ? (cards[Math.floor((y - screen.top) / 100)] ?? null) : null),
  });
  const session = { tell: ({ ideas }: { ideas: string[] }) => told.push(...ideas) } as unknown as Session;
  stop = new Exposure(session, "428617").start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function scrollBy(px: number): void {
  screen.top -= px;
  vi.stubGlobal("scrollY", -screen.top);
}

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `i${from + n}`);

describe("what was shown", () => {
  it("is what stood on the screen for a second, told once", async () => {
    await vi.advanceTimersByTimeAsync(12_000);
    expect(told).toEqual(numbered(0, 8));
  });

  it("is nothing that rushed by", async () => {
    for (let second = 0; second < 3; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      scrollBy(900);
    }
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(told).toEqual(numbered(27, 35));
  });

  it("is nothing that lies under the dock, nor a card of which little is to be seen", async () => {
    screen.dock = 430;
    await vi.advanceTimersByTimeAsync(3000);
    expect(told).toEqual(numbered(0, 4));
  });

  it("is nothing while nobody looks", async () => {
    screen.visibility = "hidden";
    await vi.advanceTimersByTimeAsync(9000);
    expect(told).toEqual([]);
  });

  it("is told by one call at a time where there is no socket, and again when it got no answer", async () => {
    stop();
    const calls: AbortSignal[] = [];
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
      calls.push(signal!);
      return new Promise((__, reject) => signal!.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
    });
    const session = { tell: () => false, link: { kind: "live" } } as unknown as Session;
    stop = new Exposure(session, "428617").start();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(calls.map(({ aborted }) => aborted)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(6000);
    expect(calls.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it("is the next idea of a card that turns where it stands", async () => {
    screen.dock = 100;
    await vi.advanceTimersByTimeAsync(3000);
    cards[0]!.dataset.idea = "turned";
    await vi.advanceTimersByTimeAsync(3000);
    cards[0]!.dataset.idea = "i0";
    expect(told).toEqual(["i0", "turned"]);
  });
});
