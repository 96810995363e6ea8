import { expect, it, vi } from "vitest";

import { onceAtATime } from "./once";

it("does not begin again until it has ended, also where it fails", async () => {
  let end: () => void = () => undefined;
  const work = vi.fn(() => new Promise<void>((_, reject) => (end = () => reject(new Error("gone")))));
  const press = onceAtATime(work);
  const [first, second] = [press(), press()];
  expect(work).toHaveBeenCalledTimes(1);
  end();
  await expect(first).rejects.toThrow("gone");
  await expect(second).rejects.toThrow("gone");
  void press().catch(() => undefined);
  expect(work).toHaveBeenCalledTimes(2);
});
