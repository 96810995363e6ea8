import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Gathering } from "./gathering";
import { Device } from "./testing/device";

describe("gathering", () => {
  let device: Device, taken: number[][], isNew: boolean, gathering: Gathering<number>;

  beforeEach(() => {
    vi.useFakeTimers();
    device = new Device();
    device.install();
    [taken, isNew] = [[], true];
    gathering = new Gathering<number>(100, (items) => {
      taken.push(items);
      return isNew;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function come(...items: number[]): void {
    for (const item of items) gathering.add(item);
  }

  it("hands on at once after a quiet moment, then once for all that came in a rest, in order", () => {
    come(1, 2, 3);
    expect(taken).toEqual([[1]]);
    vi.advanceTimersByTime(100);
    expect(taken).toEqual([[1], [2, 3]]);
    come(4);
    vi.advanceTimersByTime(100);
    expect(taken).toEqual([[1], [2, 3], [4]]);
    vi.advanceTimersByTime(100);
    come(5);
    expect(taken.at(-1)).toEqual([5]);
  });

  it("hands on what is held when somebody needs it", () => {
    come(1, 2);
    gathering.flush();
    gathering.flush();
    expect(taken).toEqual([[1], [2]]);
  });

  it("rests only after what was new", () => {
    isNew = false;
    come(1, 2);
    expect(taken).toEqual([[1], [2]]);
  });

  it("waits for no timer while nobody looks", () => {
    device.visibility = "hidden";
    come(1, 2, 3);
    expect(taken).toEqual([[1], [2], [3]]);
  });

  it("forgets what it is told to forget", () => {
    come(1, 2);
    gathering.drop();
    vi.advanceTimersByTime(1000);
    expect(taken).toEqual([[1]]);
  });
});
