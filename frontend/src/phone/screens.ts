import type { Component } from "svelte";

import type { Activity } from "../protocol/types";
import { Lazy } from "./lazy.svelte";

export const door = new Lazy(() => import("./join/Door.svelte"));
export const meeting = new Lazy(() => import("./Meeting.svelte"));
export const speaker = new Lazy(() => import("./Speaker.svelte"));
export const closedDock = new Lazy(() => import("./ideas/ClosedDock.svelte"));
export const editDialog = new Lazy(() => import("./ideas/EditDialog.svelte"));
export const failedIdea = new Lazy(() => import("./ideas/FailedIdea.svelte"));
export const mutedDock = new Lazy(() => import("./ideas/MutedDock.svelte"));
export const commentsDialog = new Lazy(() => import("./talk/CommentsDialog.svelte"));
export const menuDialog = new Lazy(() => import("./MenuDialog.svelte"));

/** Every screen of a step is handed the step; some have no use for it. */
export interface StepProps {
  activity: Activity;
}

type Loaded = Promise<{ default: Component<StepProps> | Component<Record<string, never>> }>;

function step(fetch: () => Loaded): Lazy<Component<StepProps>> {
  return new Lazy(fetch as () => Promise<{ default: Component<StepProps> }>);
}

export const steps: Record<Activity["kind"], Lazy<Component<StepProps>>> = {
  gather: step(() => import("./WaitScreen.svelte")),
  collect: step(() => import("./ideas/IdeasScreen.svelte")),
  group: step(() => import("./group/GroupScreen.svelte")),
  vote: step(() => import("./vote/VoteScreen.svelte")),
  discuss: step(() => import("./talk/TalkScreen.svelte")),
  commit: step(() => import("./commit/CommitScreen.svelte")),
  close: step(() => import("./done/ThanksScreen.svelte")),
};
