import { expect, it } from "vitest";

import { fitIdeas } from "./fit";

it("sets short ideas large", () => {
  expect(fitIdeas(["Ungdomsråd med egen budget", "Bastu", "Solceller"])).toBe(2.8);
});

it("sets long ideas smaller, and never below what can be read from the back", () => {
  expect(fitIdeas(["a".repeat(130), "b".repeat(90), "c".repeat(90)])).toBe(2.3);
  expect(fitIdeas(["a".repeat(280), "b".repeat(280), "c".repeat(280)])).toBe(1.95);
});
