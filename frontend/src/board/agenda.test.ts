import { expect, test } from "vitest";

import { agenda, nextActivity, overrun, shorter, voteGoneBackOver } from "./agenda";
import { stateWith, step } from "./fixtures";

const held = (at: string, vote: string | null = "2026-06-24T11:30:00Z") =>
  stateWith(
    { activities: [step("collect", 0), step("group", 1), step("vote", 2, { started_at: vote }), step("discuss", 3, { minutes: 15 })] },
    { activity: at, timer: { ends_at: "2026-06-24T11:25:00Z", paused_s: null } },
  );

test("steps before the current one are done, those after it are coming", () => {
  expect(agenda(held("group")).map((one) => one.state)).toEqual(["done", "current", "coming", "coming"]);
});

test("the last step has none after it", () => {
  expect(nextActivity(held("discuss"))).toBeNull();
});

test("going back asks only when a vote that was held is passed or opened again", () => {
  expect(voteGoneBackOver(held("discuss"), "group")?.id).toBe("vote");
  expect(voteGoneBackOver(held("discuss"), "vote")?.id).toBe("vote");
  expect(voteGoneBackOver(held("group"), "collect")).toBeNull();
  expect(voteGoneBackOver(held("group"), "discuss")).toBeNull();
  expect(voteGoneBackOver(held("discuss", null), "group")).toBeNull();
});

test("over time the next step begins at the next whole minute", () => {
  const late = overrun(held("group"), Date.parse("2026-06-24T11:26:20Z"));

  expect(late?.next.id).toBe("vote");
  expect(late?.begins.toISOString()).toBe("2026-06-24T11:27:00.000Z");
  expect(overrun(held("group"), Date.parse("2026-06-24T11:24:00Z"))).toBeNull();
});

test("the longest later step is the one to shorten, by what is late in whole minutes", () => {
  expect(shorter(held("group"), 80)).toMatchObject({ activity: { id: "discuss" }, minutes: 13 });
});

test("what has been made up for is not asked for again, until more is late or the clock ends at another time", () => {
  const { workshop, ...rest } = held("group");
  const made = (ends_at: string) => ({ ...rest, workshop: { ...workshop, settings: { made_up: { ends_at, minutes: 2 } } } });
  expect(shorter(made("2026-06-24T11:25:00Z"), 80)).toBeNull();
  expect(shorter(made("2026-06-24T11:25:00Z"), 130)).toMatchObject({ activity: { id: "discuss" }, minutes: 14 });
  expect(shorter(made("2026-06-24T11:10:00Z"), 80)).toMatchObject({ activity: { id: "discuss" }, minutes: 13 });
});
