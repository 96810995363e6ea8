import { expect, it } from "vitest";

import { idea, T0 } from "./testing/samples";
import { threadOf } from "./thread";

const said = (id: string, about: string) => ({ id, idea: about, text: "Ja", author: null, created_at: T0 });

it("tells what is said about an idea and its parts, each part by its number", () => {
  const whole = idea("i1", { number: 3, merged: [12, 14], merged_ids: ["i2", "i4"] });
  const comments = [said("k1", "i4"), said("k2", "i1"), said("k3", "other"), said("k4", "i2")];
  expect(threadOf({ comments }, whole).map(({ comment, part }) => [comment.id, part])).toEqual([["k1", 14], ["k2", undefined], ["k4", 12]]);
});
