import { expect, test } from "vitest";

import { askedOf, defaultDue, draftOf, isLate, lacking, problemIn } from "./actions";
import { step } from "./fixtures";

const draft = (rest = {}) => ({ ...draftOf(null, [], ""), title: "Håll en dialogdag", ...rest });
const now = Date.parse("2026-06-24T11:00:00Z");

test("an action needs a title, and no more", () => {
  expect(problemIn(draft({ title: "  " }))).toBe("title");
  expect(problemIn(draft())).toBeNull();
});

test("what is taken up begins with the words it was suggested with", () => {
  expect(draftOf(null, [], "2026-08-23", "Håll en dialogdag")).toMatchObject({ title: "Håll en dialogdag", due_on: "2026-08-23" });
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

test("a step that asks for owner and day is told which actions lack them", () => {
  const asking = (require_owner: boolean, require_due: boolean) => {
    const one = step("commit", 0);
    return askedOf([{ ...one, settings: { ...one.settings, require_owner, require_due } }, step("discuss", 1)]);
  };
  const bare = { id: "a", title: "", owner_name: "", owner_org: "", due_on: null, status: "open" as const, ideas: [] };
  const both = asking(true, true);

  expect(lacking(bare, both)).toEqual({ owner: true, due: true });
  expect(lacking(bare, asking(false, false))).toEqual({ owner: false, due: false });
  expect(lacking(bare, asking(false, true))).toEqual({ owner: false, due: true });
  expect(lacking({ ...bare, owner_name: "Rut", due_on: "2026-09-01" }, both)).toEqual({ owner: false, due: false });
  for (const status of ["draft", "done", "dropped"] as const) {
    expect(lacking({ ...bare, status }, both)).toEqual({ owner: false, due: false });
  }
});
