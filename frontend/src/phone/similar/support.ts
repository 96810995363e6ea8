import type { Idea } from "../../protocol/types";
import type { Phone } from "../phone.svelte";

/** Stands behind an idea, or no longer; a refusal is said with its reason. */
export async function support(phone: Phone, idea: Idea, on: boolean): Promise<void> {
  const outcome = await phone.session!.send("idea.support", { idea: idea.id, on });
  if (!outcome.ok) phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}

/** What is said of support that the server has not decided yet; empty once it has. */
export function unsentOf(phone: Phone, idea: Idea): string {
  const waits = phone.session?.waiting.some(({ command }) => command.name === "idea.support" && command.args.idea === idea.id);
  return waits ? phone.unsent : "";
}
