import { describe, expect, it } from "vitest";

import { LinkNews } from "./linknews";
import en from "./words.later.en";
import sv from "./words.later.sv";

describe("what is said of the network", () => {
  it("is that it is gone, each idea that waits, and that it is back", () => {
    const news = new LinkNews();
    expect(news.next("live", 0)).toBe(null);
    expect(news.next("offline", 0)).toEqual(["offline_title", 0]);
    expect(news.next("offline", 1)).toEqual(["offline_waiting", 1]);
    expect(news.next("offline", 1)).toBe(null);
    expect(news.next("live", 1)).toEqual(["said_back_sent", 1]);
    expect(news.next("live", 0)).toBe(null);
  });

  it("is told of a sign-in page in words of its own", () => {
    const news = new LinkNews();
    expect(news.next("captive", 0)).toEqual(["captive", 0]);
    expect(news.next("captive", 2)).toEqual(["captive_waiting", 2]);
    expect(news.next("live", 2)).toEqual(["said_back_sent", 2]);
  });

  it("is of a server that does not answer that the meeting is not reached, and not that there is no network", () => {
    const news = new LinkNews();
    expect(news.next("unreached", 0)).toEqual(["unreached", 0]);
    expect(news.next("unreached", 2)).toEqual(["unreached_waiting", 2]);
    expect(news.next("offline", 2)).toEqual(["offline_waiting", 2]);
    expect([news.next("reconnecting", 2), news.next("unreached", 2)]).toEqual([null, ["unreached_waiting", 2]]);
    expect(news.next("live", 2)).toEqual(["said_reached_sent", 2]);
    expect([news.next("unreached", 0), news.next("live", 0)]).toEqual([["unreached", 0], ["said_reached", 0]]);
  });

  it("is once that it is gone and once that it is back, however often it is looked for in between", () => {
    const news = new LinkNews();
    expect(news.next("offline", 0)).toEqual(["offline_title", 0]);
    expect([news.next("reconnecting", 0), news.next("offline", 0), news.next("reconnecting", 0)]).toEqual([null, null, null]);
    expect(news.next("live", 0)).toEqual(["said_back", 0]);
  });

  it("does not say that ideas are sent before the server has answered", () => {
    expect([sv.said_back_sent, en.said_back_sent, sv.said_reached_sent, en.said_reached_sent].join(" ")).not.toMatch(/skickades|sent/);
  });
});
