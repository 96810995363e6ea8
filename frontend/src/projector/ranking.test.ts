import { expect, it } from "vitest";

import { groupOf, rankRows } from "./ranking";
import { activity, idea, state } from "./testing";

const vote = (target: "ideas" | "clusters") => ({
  activities: [activity("vote", { target })],
  workshop: { vote_activity: "vote" },
});
const cluster = (title: string, points: number) => ({ id: title, title, points, column: null, position: 0 });
const inEach = (clusters: { id: string }[]) => clusters.map(({ id }, at) => idea(at + 1, { cluster: id }));

it("ranks groups by votes when groups were voted on", () => {
  const clusters = [cluster("Båtar", 2), cluster("Värme", 9)];
  const rows = rankRows(state({ ...vote("clusters"), clusters, ideas: inEach(clusters) }), "sv");
  expect(rows.map(({ rank, title, points }) => [rank, title, points])).toEqual([
    [1, "Värme", 9],
    [2, "Båtar", 2],
  ]);
});

it("lets equal proposals share a place, in the order of the Swedish alphabet", () => {
  const clusters = [cluster("Öl", 4), cluster("Ål", 4), cluster("Zoo", 4), cluster("Bil", 7), cluster("Ko", 1)];
  const rows = rankRows(state({ ...vote("clusters"), clusters, ideas: inEach(clusters) }), "sv");
  expect(rows.map(({ rank, title, shared }) => `${rank} ${title}${shared ? " delad" : ""}`)).toEqual([
    "1 Bil",
    "2 Zoo delad",
    "2 Ål delad",
    "2 Öl delad",
    "5 Ko",
  ]);
});

it("leaves out groups in which the room sees no idea", () => {
  const clusters = [cluster("Båtar", 2), cluster("Värme", 9)];
  const rows = rankRows(state({ ...vote("clusters"), clusters, ideas: [idea(1, { cluster: "Båtar" }), idea(2, { cluster: "Värme", status: "hidden" })] }), "sv");
  expect(rows.map(({ title }) => title)).toEqual(["Båtar"]);
});

it("ranks shown ideas when ideas were voted on", () => {
  const ideas = [idea(1, { points: 3 }), idea(2, { points: 5 }), idea(3, { points: 9, status: "hidden" })];
  expect(rankRows(state({ ...vote("ideas"), ideas }), "sv").map(({ number }) => number)).toEqual([2, 1]);
});

it("leaves out what too few have answered, and ranks ratings by benefit", () => {
  const rated = (number: number, benefit: number[], effort: number[]) => idea(number, { points: 1, answers: { benefit, effort } });
  const ideas = [rated(1, [0, 0, 5, 0, 0], [5, 0, 0, 0, 0]), rated(2, [0, 0, 0, 0, 5], [0, 0, 0, 0, 5]), idea(3, { points: null, answers: null })];
  const scale = { activities: [activity("vote", { target: "ideas", model: "scale" })], workshop: { vote_activity: "vote" } };
  expect(rankRows(state({ ...scale, ideas }), "sv").map(({ number, rank }) => [number, rank])).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

it("knows the group that an idea was voted on in, and its place only once the result is shown", () => {
  const clusters = [cluster("Båtar", 2), cluster("Värme", 9)];
  const ideas = inEach(clusters);
  const seen = { ...vote("clusters"), clusters, ideas };
  const shown = state({ ...seen, workshop: { ...seen.workshop, totals: "shown" } });
  expect(groupOf(shown, ideas[0]!, "sv")).toMatchObject({ title: "Båtar", row: { rank: 2, points: 2 } });
  expect(groupOf(state(seen), ideas[0]!, "sv")).toEqual({ title: "Båtar", row: null });
  expect(groupOf(shown, idea(9), "sv")).toBeNull();
  expect(groupOf(state({ ...shown, ...vote("ideas") }), ideas[0]!, "sv")).toBeNull();
});
