import { expect, test } from "vitest";

import type { Idea } from "../../protocol/types";
import type { Entry } from "../../session/store";
import { beginning } from "./editing";

const idea = { id: "i1", text: "Träd" } as Idea;
const refused = { n: 1, command: { id: "k", name: "idea.edit", args: { idea: "i1", text: "Träd i parken" } } } as Entry;

test("a change begins with what was refused, which it makes anew", () => {
  expect(beginning("", refused, idea)).toEqual({ text: "Träd i parken", redone: refused });
});

test("what was half changed comes first, and the refused change is not made anew with it", () => {
  expect(beginning("Träd vid", refused, idea)).toEqual({ text: "Träd vid", redone: undefined });
});

test("else with the idea as it is", () => {
  expect(beginning("", undefined, idea)).toEqual({ text: "Träd", redone: undefined });
});
