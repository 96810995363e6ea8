import type { Component } from "svelte";

import type { Activity } from "../protocol/types";

/** Every screen of a step is handed the step; some have no use for it. */
export interface ScreenProps {
  activity: Activity;
}

type Screen = Component<ScreenProps>;
type Loader = () => Promise<{ default: Screen | Component<Record<string, never>> }>;
export type ScreenName = keyof typeof LOADERS;

/** Each screen is a file of its own, so that the first one is there sooner. */
const LOADERS = {
  door: () => import("./join/Door.svelte"),
  meeting: () => import("./Meeting.svelte"),
  gather: () => import("./WaitScreen.svelte"),
  collect: () => import("./ideas/IdeasScreen.svelte"),
  group: () => import("./group/GroupScreen.svelte"),
  vote: () => import("./vote/VoteScreen.svelte"),
  discuss: () => import("./talk/TalkScreen.svelte"),
  commit: () => import("./commit/CommitScreen.svelte"),
  close: () => import("./done/ThanksScreen.svelte"),
} satisfies Record<string, Loader>;
const AGAIN_MS = 2000;

let loaded: Partial<Record<ScreenName, Screen>> = $state.raw({});
const loading = new Map<ScreenName, Promise<void>>();

/** A screen, once it is here. */
export function screen(name: ScreenName): Screen | undefined {
  return loaded[name];
}

/** Fetches a screen; however often it is asked for, it is fetched once. Keeps trying while the network is away. */
export function loadScreen(name: ScreenName): Promise<void> {
  const running = loading.get(name) ?? fetchScreen(name);
  loading.set(name, running);
  return running;
}

/** Fetches all screens, one after the other, so that a step can be reached without a network. */
export async function loadScreens(): Promise<void> {
  for (const name of Object.keys(LOADERS) as ScreenName[]) await loadScreen(name);
}

async function fetchScreen(name: ScreenName): Promise<void> {
  for (;;) {
    try {
      const { default: found } = await LOADERS[name]();
      loaded = { ...loaded, [name]: found as Screen };
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
