import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Credit } from "./credit";

describe("flow credit", () => {
  let seq: number, said: number[], open: boolean, credit: Credit;

  beforeEach(() => {
    vi.useFakeTimers();
    [seq, said, open] = [1000, [], true];
    credit = new Credit(
      () => seq,
      (upto) => open && said.push(upto) > 0,
    );
    // What was there at the start is said first.
    credit.note();
    vi.advanceTimersByTime(1000);
    expect(said).toEqual([1000]);
    said = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function come(events: number, everyMs: number): void {
    for (let n = 0; n < events; n++) {
      seq++;
      credit.note();
      vi.advanceTimersByTime(everyMs);
    }
  }

  it("is given once for all that came within four seconds while little comes", () => {
    come(3, 1000);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual([1003]);
  });

  it("is given within about a second, and not more often, while much comes", () => {
    come(1200, 2);
    expect(said.length).toBe(2);
    expect(said[0]).toBeLessThan(1000 + 64 + 501);
  });

  it("is given again later where it could not be sent", () => {
    open = false;
    come(1, 4000);
    expect(said).toEqual([]);
    open = true;
    come(1, 4000);
    expect(said).toEqual([1002]);
  });

  it("is not given twice for the same place, nor after the end", () => {
    credit.note();
    vi.advanceTimersByTime(9000);
    come(1, 10);
    credit.stop();
    vi.advanceTimersByTime(9000);
    expect(said).toEqual([]);
  });
});
