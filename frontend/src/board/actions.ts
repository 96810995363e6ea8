import type { Action, Activity } from "./types";

/** An action as it stands in the form. Empty texts are fields that nobody has filled in. */
export interface Draft {
  title: string;
  owner_name: string;
  owner_org: string;
  owner_email: string;
  due_on: string;
  ideas: string[];
}

/** `suggested`: what somebody in the room wants done. */
export function draftOf(action: Action | null, from: string[], due: string, suggested = ""): Draft {
  if (!action) return { title: suggested, owner_name: "", owner_org: "", owner_email: "", due_on: due, ideas: from };
  const { title, owner_name, owner_org, owner_email, due_on, ideas } = action;
  return { title, owner_name, owner_org, owner_email: owner_email ?? "", due_on: due_on ?? "", ideas };
}

/** Whether somebody has typed something in the form that is not saved. `before`: the action as it was, where one is changed. */
export function isTyped(draft: Draft, before: Draft | null): boolean {
  if (before) return JSON.stringify(draft) !== JSON.stringify(before);
  return [draft.title, draft.owner_name, draft.owner_org, draft.owner_email].some((text) => text.trim() !== "");
}

/** What is kept of a form while it is filled in. An address is not to lie on the device. */
export function keptOf(draft: Draft, before: Draft | null): string {
  return isTyped(draft, before) ? JSON.stringify({ ...draft, owner_email: "" }) : "";
}

/** A form that was left half filled in; null when there is none. `email`: the address that stood in it. */
export function readDraft(kept: string, email: string): Draft | null {
  return kept ? { ...(JSON.parse(kept) as Draft), owner_email: email } : null;
}

/** The day a step proposes, as many days ahead as it says; none outside such a step. */
export function defaultDue(activity: Activity | null, now: number): string {
  if (activity?.kind !== "commit") return "";
  const day = new Date(now);
  day.setDate(day.getDate() + activity.settings.default_due_in_days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The first field that has to be put right before the draft can be saved. */
export function problemIn(draft: Draft): "title" | "email" | null {
  if (draft.title.trim() === "") return "title";
  const email = draft.owner_email.trim();
  return email !== "" && !/^\S+@\S+\.\S+$/.test(email) ? "email" : null;
}

/** Whether the day has passed and it is not done. */
export function isLate(action: Action, now: number): boolean {
  if (!action.due_on || action.status === "done" || action.status === "dropped") return false;
  return now > Date.parse(`${action.due_on}T23:59:59`);
}

export const STATUSES = ["draft", "open", "accepted", "in_progress", "needs_help", "done", "dropped"] as const;

/** What the steps want to know of each action. */
export interface Asked {
  owner: boolean;
  due: boolean;
}

export function askedOf(activities: Activity[]): Asked {
  const steps = activities.filter(({ kind }) => kind === "commit");
  return { owner: steps.some(({ settings }) => settings.require_owner), due: steps.some(({ settings }) => settings.require_due) };
}

const DECIDED = new Set<Action["status"]>(["draft", "done", "dropped"]);

/** What is asked for and nobody has said; of a draft, and of what is done or will not be, nothing is. */
export function lacking(action: Action, asked: Asked): Asked {
  const open = !DECIDED.has(action.status);
  return { owner: open && asked.owner && !action.owner_name, due: open && asked.due && !action.due_on };
}
