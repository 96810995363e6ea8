import { askedIn } from "../i18n/asked";
import type { Activity, Idea, State } from "../protocol/types";

export type Scene = "wait" | "live" | "spotlight" | "groups" | "vote" | "results" | "actions" | "thanks";

export function currentActivity(state: State): Activity | null {
  return state.activities.find((activity) => activity.id === state.workshop.activity) ?? null;
}

/** The idea that the leader points at, as long as the room may see it. */
export function spotlitIdea(state: State): Idea | null {
  const idea = state.ideas.find((one) => one.id === state.workshop.spotlight);
  return idea && idea.status === "shown" ? idea : null;
}

/** What the room may see: shown, and revealed. */
export function shownIdeas(state: State): Idea[] {
  return state.ideas.filter((idea) => idea.status === "shown" && idea.room);
}

/** What stands above the ideas: what the phones ask while ideas are written; the meeting's name where nobody has said. */
export function questionOf(state: State): string {
  const { purpose, title } = state.workshop;
  const step = currentActivity(state);
  const asked = step && askedIn(step.kind === "collect" ? step : { ...step, title: "" }, purpose);
  return asked || title;
}

/** What the screen shows. A spotlight goes before the step, except where everybody is busy voting or going home. */
export function sceneOf(state: State): Scene {
  const kind = currentActivity(state)?.kind ?? "gather";
  if (state.workshop.status === "closed" || kind === "close") return "thanks";
  if (state.workshop.status === "draft") return "wait";
  if (kind !== "vote" && spotlitIdea(state)) return "spotlight";
  const totalsShown = state.workshop.totals === "shown";
  const groupsOrIdeas = state.clusters.length > 0 ? "groups" : "live";
  switch (kind) {
    case "gather":
      return "wait";
    case "collect":
      return "live";
    case "group":
      return "groups";
    case "vote":
      return totalsShown ? "results" : "vote";
    case "discuss":
      return totalsShown && state.workshop.voted > 0 ? "results" : groupsOrIdeas;
    case "commit":
      return "actions";
  }
}
