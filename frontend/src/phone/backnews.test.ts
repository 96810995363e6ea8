import { expect, test } from "vitest";

import { BackNews } from "./backnews";

const is = (...ids: string[]) => () => new Set(ids);
const notAsked = () => expect.fail("nothing waits for it");

test("what was asked for is told once it is there, and once", () => {
  const news = new BackNews();
  expect(news.next([], notAsked)).toBe(false);
  expect(news.next(["i1"], notAsked)).toBe(false);
  expect(news.next([], is("i2"))).toBe(false);
  expect(news.next([], is("i1", "i2"))).toBe(true);
  expect(news.next([], notAsked)).toBe(false);
});

test("what is there while nobody has decided is not told yet: its withdrawal waits as well, or was refused", () => {
  const news = new BackNews();
  expect(news.next(["i1", "i2"], notAsked)).toBe(false);
  expect(news.next(["i2"], is("i1", "i2"))).toBe(true);
  expect(news.next([], is("i1", "i2"))).toBe(true);
});

test("one that was refused and is sent again is told when that one is taken", () => {
  const news = new BackNews();
  news.next(["i1"], notAsked);
  expect(news.next([], is())).toBe(false);
  news.next(["i1"], notAsked);
  expect(news.next([], is("i1"))).toBe(true);
});
