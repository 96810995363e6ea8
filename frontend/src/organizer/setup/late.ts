import type { Key } from "../i18n/sv";
import type { StepPlan } from "../types";

/** What becomes of what comes late: the server takes no vote once the room has seen the result, however the time stands. */
export function aboutLate({ kind, settings }: Pick<StepPlan, "kind" | "settings">): Key {
  return kind === "vote" ? (`set_late_${settings.show_results}` as const) : "set_late_about";
}
