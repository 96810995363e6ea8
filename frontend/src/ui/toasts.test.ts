import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Toasts } from "./toasts.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a message stays while somebody holds it, and goes a while after", () => {
  const toasts = new Toasts();
  toasts.show({ text: "Flyttad" });
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(toasts.current?.text).toBe("Flyttad");
  toasts.hold(false);
  vi.advanceTimersByTime(8000);
  expect(toasts.current).toBeNull();
});

test("a message whose place went while it was held is held by nobody", () => {
  const toasts = new Toasts();
  toasts.show({ text: "Flyttad" });
  const gone = toasts.placed();
  toasts.hold(true);
  gone();
  expect(toasts.held).toBe(false);
  vi.advanceTimersByTime(8000);
  expect(toasts.current).toBeNull();
});

test("one that takes the place of another that was held has its own time", () => {
  const toasts = new Toasts();
  toasts.show({ text: "Flyttad" });
  const gone = toasts.placed();
  toasts.hold(true);
  toasts.show({ text: "Dold" });
  gone();
  expect([toasts.current?.text, toasts.held]).toEqual(["Dold", false]);
  vi.advanceTimersByTime(8000);
  expect(toasts.current).toBeNull();
});
