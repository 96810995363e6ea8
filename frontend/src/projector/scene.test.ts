import { describe, expect, it } from "vitest";

import type { State } from "../protocol/types";
import { questionOf, sceneOf, spotlitIdea } from "./scene";
import { activity, cluster, idea, state } from "./testing";

const at = (kind: Parameters<typeof activity>[0], workshop: Partial<State["workshop"]> = {}) =>
  state({ activities: [activity(kind)], workshop: { activity: kind, ...workshop } });

describe("what the screen shows", () => {
  it("waits before the meeting is opened and while people gather", () => {
    expect(sceneOf(at("collect", { status: "draft" }))).toBe("wait");
    expect(sceneOf(at("gather"))).toBe("wait");
    expect(sceneOf(state({ workshop: { activity: null } }))).toBe("wait");
  });

  it("follows the step", () => {
    expect(sceneOf(at("collect"))).toBe("live");
    expect(sceneOf(at("group"))).toBe("groups");
    expect(sceneOf(at("commit"))).toBe("actions");
    expect(sceneOf(at("close"))).toBe("thanks");
  });

  it("keeps the result secret until it is shown", () => {
    expect(sceneOf(at("vote"))).toBe("vote");
    expect(sceneOf(at("vote", { totals: "shown" }))).toBe("results");
    expect(sceneOf(at("discuss", { totals: "shown", voted: 3 }))).toBe("results");
  });

  it("talks about the result, without one about the groups, without those about the ideas", () => {
    const grouped = { ...at("discuss", { totals: "shown" }), clusters: [cluster("c1")] };
    expect(sceneOf(grouped)).toBe("groups");
    expect(sceneOf(at("discuss", { totals: "shown" }))).toBe("live");
    expect(sceneOf(at("discuss", { voted: 3 }))).toBe("live");
  });

  it("puts the spotlight before the step, but not over a vote", () => {
    const lit = (kind: "discuss" | "vote") => ({ ...at(kind, { spotlight: "a" }), ideas: [idea(1, { id: "a" })] });
    expect(sceneOf(lit("discuss"))).toBe("spotlight");
    expect(sceneOf(lit("vote"))).toBe("vote");
  });

  it("never lights an idea that the room may not see", () => {
    expect(spotlitIdea({ ...at("discuss", { spotlight: "a" }), ideas: [idea(1, { id: "a", status: "hidden" })] })).toBeNull();
  });

  it("says thanks whatever the step once the meeting has ended", () => {
    expect(sceneOf(at("vote", { status: "closed" }))).toBe("thanks");
  });
});

describe("what stands above the ideas", () => {
  const asking = (title: string, purpose: string, prompt: string | null = null, kind: "collect" | "discuss" = "collect") =>
    questionOf({ ...at(kind, { purpose }), activities: [{ ...activity(kind, { prompt }), title }] });

  it("is what the phones ask while ideas are written", () => {
    expect(asking("Tyst skrivande", "Bli klara", "Vad behövs?")).toBe("Vad behövs?");
    expect(asking("Tyst skrivande", "Bli klara")).toBe("Tyst skrivande");
    expect(asking("Idéer", "Bli klara")).toBe("Bli klara");
  });

  it("is what the meeting is for while ideas are talked about", () => {
    expect(asking("Samtala", "Bli klara", null, "discuss")).toBe("Bli klara");
  });

  it("is the meeting's name where nobody has said, or a purpose would fill the screen", () => {
    expect(asking("Idéer", "")).toBe("Omställning tillsammans");
    expect(asking("Idéer", "x".repeat(121))).toBe("Omställning tillsammans");
  });
});
