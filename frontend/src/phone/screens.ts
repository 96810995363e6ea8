import type { Component } from "svelte";

import type { Activity } from "../protocol/types";
import { Lazy } from "./lazy.svelte";
import type { laterScreens } from "./screens.later";
import { need } from "./words";

const inside = () => import("./inside");

/** What the network is up to: the first to come once the first screen stands, and the other tab of the ideas. */
export const lip = later("lip");
export const room = later("room");
export const door = withWords("door", () => import("./join/Door.svelte"));
export const noNetwork = later("noNetwork");
export const leftTexts = later("leftTexts");
export const meeting = new Lazy(async () => ({ default: (await inside()).Meeting }));
export const speaker = later("speaker");
export const closedDock = later("closedDock");
export const editDialog = later("editDialog");
export const ownMenu = later("ownMenu");
export const withdrawn = later("withdrawn");
export const refusedText = later("refusedText");
export const keptHalves = later("keptHalves");
export const failedIdea = later("failedIdea");
export const similar = later("similar");
export const sendTo = later("sendTo");
export const mutedDock = later("mutedDock");
export const tableStrip = later("tableStrip");
export const commentsDialog = later("commentsDialog");
export const dataDialog = later("dataDialog");
export const menuDialog = later("menuDialog");
export const receiptDialog = later("receiptDialog");

/** Every screen of a step is handed the step; some have no use for it. */
export interface StepProps {
  activity: Activity;
}

type Step = Component<StepProps>;
type Loaded = Promise<{ default: Step | Component<Record<string, never>> }>;
type Later = typeof laterScreens;

/** A screen whose sentences come before it. */
function withWords<T>(part: "door" | "later", fetch: () => Promise<{ default: T }>): Lazy<T> {
  return new Lazy(async () => (await Promise.all([fetch(), need(part)]))[0]);
}

/** One that is not part of the first load, nor is where it lies. */
function later<N extends keyof Later>(name: N): Lazy<Awaited<ReturnType<Later[N]>>["default"]> {
  type Screen = Awaited<ReturnType<Later[N]>>["default"];
  return withWords("later", async () => (await import("./screens.later")).laterScreens[name]() as Promise<{ default: Screen }>);
}

function step(fetch: () => Loaded): Lazy<Step> {
  return withWords("later", fetch as () => Promise<{ default: Step }>);
}

export const steps: Record<Activity["kind"], Lazy<Step>> = {
  gather: step(() => import("./WaitScreen.svelte")),
  collect: new Lazy(async () => ({ default: (await inside()).IdeasScreen as Step })),
  group: step(() => import("./group/GroupScreen.svelte")),
  vote: step(() => import("./vote/VoteScreen.svelte")),
  discuss: step(() => import("./talk/TalkScreen.svelte")),
  commit: step(() => import("./commit/CommitScreen.svelte")),
  close: step(() => import("./done/ThanksScreen.svelte")),
};
