import { expect, it } from "vitest";

import { ServerTime } from "./servertime";

it("trusts the sample that was quickest there and back", () => {
  let now = 1_000_000;
  const time = new ServerTime(() => now);
  now += 4000;
  time.sample(new Date(1_012_000).toISOString(), 1_000_000);
  expect(time.read()).toBe(now + 10_000);
  now += 100;
  time.sample(new Date(now + 5_000 - 50).toISOString(), now - 100);
  expect(time.read()).toBe(now + 5_000);
  time.sample(new Date(now + 60_000).toISOString(), now - 3000);
  expect(time.read()).toBe(now + 5_000);
});

it("counts an answer from when it came, however late it is taken", () => {
  const time = new ServerTime(() => 1_009_000);
  time.sample(new Date(1_000_200).toISOString(), 1_000_000, 1_000_400);
  expect(time.offset).toBe(0);
});
