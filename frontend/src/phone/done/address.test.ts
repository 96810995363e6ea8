import { describe, expect, it } from "vitest";

import { faultOf, masked } from "./address";

describe("an address for the summary", () => {
  it.each(["noor@exempel.se", " noor@exempel.se ", "noor.a+b@post.exempel.se", "åsa@exempel.se"])("is taken: %s", (typed) => {
    expect(faultOf(typed)).toBeNull();
  });

  it.each(["", "noor.exempel.se", "noor"])("lacks its @: «%s»", (typed) => {
    expect(faultOf(typed)).toBe("summary_no_at");
  });

  it.each(["noor@", "@exempel.se", "noor@exempel", "noor@exempel.s", "noor@a.se, joel@a.se", "noor a@exempel.se"])("is wrong: %s", (typed) => {
    expect(faultOf(typed)).toBe("summary_bad");
  });

  it("shows its first letter and where it is", () => {
    expect([masked("tove@exempel.se"), masked(" å@exempel.se ")]).toEqual(["t•••@exempel.se", "å•••@exempel.se"]);
  });
});
