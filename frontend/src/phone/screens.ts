import type { Component } from "svelte";

import type { Activity } from "../protocol/types";
import { Lazy } from "./lazy.svelte";
import { sv } from "./words.sv";

const inside = () => import("./inside");

/** What the network is up to: the first to come once the first screen stands, and the other tab of the ideas. */
export const lip = later(() => import("./Lip.svelte"));
export const room = later(() => import("./ideas/Room.svelte"));
export const door = new Lazy(() => import("./join/Door.svelte"));
export const noNetwork = later(() => import("./join/NoNetwork.svelte"));
export const leftTexts = later(() => import("./join/Left.svelte"));
export const meeting = new Lazy(async () => ({ default: (await inside()).Meeting }));
export const speaker = later(() => import("./Speaker.svelte"));
export const closedDock = later(() => import("./ideas/ClosedDock.svelte"));
export const editDialog = later(() => import("./ideas/EditDialog.svelte"));
export const ownMenu = later(() => import("./ideas/OwnMenu.svelte"));
export const withdrawn = later(() => import("./ideas/Withdrawn.svelte"));
export const refusedText = later(() => import("./ideas/Refused.svelte"));
export const keptHalves = later(() => import("./ideas/KeptHalves.svelte"));
export const failedIdea = later(() => import("./ideas/FailedIdea.svelte"));
export const similar = later(() => import("./similar/Similar.svelte"));
export const sendTo = later(() => import("./ideas/SendTo.svelte"));
export const mutedDock = later(() => import("./ideas/MutedDock.svelte"));
export const tableStrip = later(() => import("./ideas/TableStrip.svelte"));
export const commentsDialog = later(() => import("./talk/CommentsDialog.svelte"));
export const dataDialog = later(() => import("./DataDialog.svelte"));
export const menuDialog = later(() => import("./MenuDialog.svelte"));
export const receiptDialog = later(() => import("./ReceiptDialog.svelte"));

/** Every screen of a step is handed the step; some have no use for it. */
export interface StepProps {
  activity: Activity;
}

type Step = Component<StepProps>;
type Loaded = Promise<{ default: Step | Component<Record<string, never>> }>;

/** A screen that is not part of the first load. Its sentences come before it. */
function later<T>(fetch: () => Promise<{ default: T }>): Lazy<T> {
  return new Lazy(async () => {
    const [{ laterSv }, screen] = await Promise.all([import("./words.later.sv"), fetch()]);
    Object.assign(sv, laterSv);
    return screen;
  });
}

function step(fetch: () => Loaded): Lazy<Step> {
  return later(fetch as () => Promise<{ default: Step }>);
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
