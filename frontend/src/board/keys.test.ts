import { expect, test } from "vitest";

import { arrowOf, keyOf } from "./keys";

const press = (key: string, rest = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...rest });

test("a letter means the same with and without shift", () => {
  expect(keyOf(press("g"))).toBe("group");
  expect(keyOf(press("G"))).toBe("group");
});

test("Å and W both make an action, for keyboards without Å", () => {
  expect([keyOf(press("å")), keyOf(press("Å")), keyOf(press("w"))]).toEqual(["action", "action", "action"]);
});

test("C opens the comments of the idea", () => {
  expect(keyOf(press("c"))).toBe("comments");
});

test("figures filter, and nought shows all", () => {
  expect([keyOf(press("3")), keyOf(press("0")), keyOf(press("7"))]).toEqual(["filter_3", "filter_0", null]);
});

test("the browser keeps its own shortcuts", () => {
  expect(keyOf(press("p", { ctrlKey: true }))).toBeNull();
  expect(arrowOf(press("ArrowLeft", { altKey: true }))).toBeNull();
});

test("arrows are no one-key commands: they stay on when those are off", () => {
  expect(keyOf(press("ArrowLeft"))).toBeNull();
  expect(arrowOf(press("ArrowLeft"))).toBe("left");
});
