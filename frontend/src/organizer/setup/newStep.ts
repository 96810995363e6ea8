import type { Kind, StepPlan, StepSettings } from "../types";

const MINUTES: Record<Kind, number> = { gather: 5, collect: 10, group: 10, vote: 5, discuss: 15, commit: 10, close: 5 };

/** What a step lets people do until somebody changes it: the same as the server's own. */
export const DEFAULTS: StepSettings = {
  review: false,
  hold_flagged: true,
  anonymous: true,
  comments: false,
  max_chars: 280,
  max_ideas_per_person: null,
  tables: 0,
  show_others_after_s: 0,
  grace_s: 5,
  late_s: 300,
  while_grouping: false,
  prompt: null,
  target: "ideas",
  model: "points",
  votes_per_person: 5,
  max_per_target: 1,
  show_results: "after_close",
  top_n: 4,
  require_owner: false,
  require_due: false,
  default_due_in_days: 60,
  max_actions: null,
};

export function newStep(id: string, kind: Kind, title: string): StepPlan {
  return { id, kind, title, minutes: MINUTES[kind], settings: { ...DEFAULTS } };
}
