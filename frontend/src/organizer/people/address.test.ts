import { expect, it } from "vitest";

import { withAddress } from "./address";

it("finds whoever was invited, also where others came to the arena meanwhile", () => {
  const members = [{ email: "ana@example.se" }, { email: "Alva@example.se" }, { email: "ben@example.se" }];
  expect(withAddress(members, " alva@Example.se")).toBe(members[1]);
  expect(withAddress(members, "cleo@example.se")).toBeUndefined();
});
