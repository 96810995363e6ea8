import { expect, test } from "vitest";

import { defaultDue, draftOf, isLate, problemIn } from "./actions";
import { step } from "./fixtures";

const draft = (rest = {}) => ({ ...draftOf(null, [], ""), title: "Håll en dialogdag", ...rest });
const now = Date.parse("2026-06-24T11:00:00Z");

test("an action needs a title, and no more", () => {
  expect(problemIn(draft({ title: "  " }))).toBe("title");
  expect(problemIn(draft())).toBeNull();
});

test("an address is optional, but must be whole", () => {
  expect(problemIn(draft({ owner_email: "noor@" }))).toBe("email");
  expect(problemIn(draft({ owner_email: " noor@example.org " }))).toBeNull();
});

test("the day is proposed by the step for actions only", () => {
  expect(defaultDue(step("commit", 0), now)).toBe("2026-08-23");
  expect(defaultDue(step("discuss", 0), now)).toBe("");
});

test("an action is late once its day has passed, unless it is done", () => {
  const action = { id: "a", title: "", owner_name: "", owner_org: "", due_on: "2026-06-23", status: "open" as const, ideas: [] };

  expect(isLate(action, now)).toBe(true);
  expect(isLate({ ...action, status: "done" }, now)).toBe(false);
  expect(isLate({ ...action, due_on: "2026-06-24" }, now)).toBe(false);
});
