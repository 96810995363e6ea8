import { expect, it } from "vitest";

import { askedIn } from "./asked";

const step = (title: string, prompt: string | null = null) => ({ title, settings: { prompt } });

it.each([
  [step("Idéer", "Vad behövs?"), "Bli klara", "Vad behövs?"],
  [step("Tyst skrivande"), "Bli klara", "Tyst skrivande"],
  [step("Idéer"), "Bli klara", "Bli klara"],
  [step("Ideas"), "x".repeat(121), ""],
])("asks the leader's question first, and never only «Idéer»", (one, purpose, asked) => {
  expect(askedIn(one, purpose)).toBe(asked);
});
