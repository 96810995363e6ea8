import { expect, it } from "vitest";

import type { Activity } from "../protocol/types";
import { activity, cluster, idea, state } from "./testing";
import { figuresOf } from "./thanks";

type Settings = Partial<Activity["settings"]>;
const voted = (settings: Settings, totals: "shown" | "hidden" = "shown") => ({
  activities: [activity("vote", { target: "ideas", ...settings })],
  workshop: { vote_activity: "vote", totals },
});
const figures = (...parts: Parameters<typeof state>) => figuresOf(state(...parts), "sv").map(({ key, n }) => [key, n]);

it("counts every idea that was given, also those that became part of another", () => {
  const ideas = [idea(1, { merged: [3, 4], merged_ids: ["a", "b"], merged_texts: ["", ""] }), idea(2), idea(5, { status: "hidden" }), idea(6, { room: false })];
  expect(figures({ ideas, clusters: [cluster("g")] })).toEqual([
    ["thanks_ideas", 4],
    ["thanks_groups", 1],
  ]);
});

it("sums votes where there are votes to sum", () => {
  const ideas = [idea(1, { points: 3 }), idea(2, { points: 5 })];
  expect(figures({ ...voted({ model: "points" }), ideas })).toContainEqual(["thanks_votes", 8]);
  expect(figures({ ...voted({ model: "points" }, "hidden"), ideas })).toEqual([["thanks_ideas", 2]]);
});

it.each<[string, Settings["model"], { points: number; answers: NonNullable<ReturnType<typeof idea>["answers"]> }, number]>([
  ["thumbs, also those that point down", "thumb", { points: -2, answers: { for: 1, against: 3 } }, 4],
  ["cards, also those that were passed over", "agree", { points: 1, answers: { for: 3, against: 2, passed: 4 } }, 9],
  ["ratings, and not what they add up to", "scale", { points: 25, answers: { benefit: [0, 0, 0, 0, 5], effort: [5, 0, 0, 0, 0] } }, 5],
])("calls %s answers", (_, model, standing, n) => {
  expect(figures({ ...voted({ model }), ideas: [idea(1, standing)] })).toContainEqual(["thanks_answers", n]);
});

it("leaves out actions that were dropped", () => {
  const action = { title: "", owner_name: "", owner_org: "", due_on: null, ideas: [] };
  const actions = [{ id: "a", ...action, status: "open" as const }, { id: "b", ...action, status: "dropped" as const }];
  expect(figures({ actions })).toEqual([["thanks_actions", 1]]);
});
