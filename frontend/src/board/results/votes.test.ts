import { beforeEach, expect, test, vi } from "vitest";

import { I18n } from "../../i18n/i18n.svelte";
import { cluster, idea, stateWith, step } from "../fixtures";
import { boardEn } from "../i18n/en";
import { boardSv } from "../i18n/sv";
import { rank } from "../ranking";
import { votesSaid } from "./votes";

beforeEach(() => {
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("document", { documentElement: { lang: "" } });
});

const words = (language: "sv" | "en") => new I18n({ sv: boardSv, en: boardEn }, language).t;

function said(language: "sv" | "en", points: number[], voted: number): string {
  const clusters = points.map((of, index) => cluster(`g${index}`, { points: of }));
  const state = stateWith({ clusters, ideas: clusters.map(({ id }, index) => idea(index + 1, { cluster: id })) }, { voted });
  return votesSaid(words(language), state, rank(state, language), false);
}

test("all votes and all who voted are counted, in both languages", () => {
  expect(said("sv", [41, 38, 0], 43)).toBe("79 röster från 43 personer");
  expect(said("en", [41, 38, 0], 43)).toBe("79 votes from 43 people");
});

test("one of each is said as one, and none as none", () => {
  expect([said("sv", [1], 1), said("sv", [2], 1), said("sv", [0], 0)]).toEqual(["1 röst från 1 person", "2 röster från 1 person", "0 röster från 0 personer"]);
  expect([said("en", [1], 1), said("en", [2], 1), said("en", [0], 0)]).toEqual(["1 vote from 1 person", "2 votes from 1 person", "0 votes from 0 people"]);
});

test("where the model has more to tell than a sum, answers are counted", () => {
  const vote = step("vote", 0, { settings: { target: "ideas", model: "agree" } as never });
  const state = stateWith({ activities: [vote], ideas: [idea(1, { points: 1, answers: { for: 3, against: 2, passed: 1 } })] }, { voted: 6 });
  expect(votesSaid(words("sv"), state, rank(state, "sv"), false)).toBe("6 svar från 6 personer");
  expect(votesSaid(words("en"), state, rank(state, "en"), false)).toBe("6 answers from 6 people");
});

test("of one area alone it is not said from how many", () => {
  const state = stateWith({ clusters: [cluster("g1", { points: 7 }), cluster("g2", { points: 3 })], ideas: [idea(1, { cluster: "g1" }), idea(2, { cluster: "g2" })] }, { voted: 5 });
  expect(votesSaid(words("sv"), state, rank(state, "sv").slice(0, 1), true)).toBe("7 röster");
});
