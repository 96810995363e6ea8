import { expect, it } from "vitest";

import { isRefused, secondsLost } from "./contact";

it("says nothing of a short silence", () => {
  expect(secondsLost({ kind: "reconnecting", since: 0 }, 9_999)).toBeNull();
});

it("counts the seconds without contact after ten of them", () => {
  expect(secondsLost({ kind: "reconnecting", since: 0 }, 10_400)).toBe(10);
  expect(secondsLost({ kind: "offline", since: 0 }, 75_000)).toBe(75);
});

it("says nothing while the link is up", () => {
  expect(secondsLost({ kind: "live", since: 0 }, 3_600_000)).toBeNull();
});

it("tells a link that was revoked from one that is slow", () => {
  expect(isRefused({ kind: "not_joined", since: 0 })).toBe(true);
  expect(isRefused({ kind: "offline", since: 0 })).toBe(false);
});
