import type { I18n } from "../../i18n/i18n.svelte";
import type { Key } from "../i18n/sv";
import type { StepPlan } from "../types";

type Translate = I18n<Key>["t"];

/** A step's settings in a few words. */
export function summary(t: Translate, step: StepPlan): string {
  const { settings } = step;
  const parts: string[] = [];
  switch (step.kind) {
    case "collect":
      parts.push(t(settings.review ? "sum_review" : "sum_at_once"), t(settings.anonymous ? "sum_anonymous" : "sum_named"));
      if (settings.show_others_after_s === null) parts.push(t("sum_hidden"));
      break;
    case "vote":
      if (settings.model !== "points") parts.push(t(`model_${settings.model}`), t(settings.target === "ideas" ? "sum_ideas" : "sum_clusters"));
      else parts.push(t("sum_votes", { n: settings.votes_per_person }), t(settings.max_per_target > 1 ? "sum_several" : "sum_one"));
      break;
    case "discuss":
      parts.push(t("sum_discuss", { n: settings.top_n }));
      break;
    case "commit":
      parts.push(t(settings.require_owner ? "sum_owner" : "sum_commit"));
      break;
    default:
      parts.push(t(`sum_${step.kind}`));
  }
  const text = parts.join(", ").toLowerCase();
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
