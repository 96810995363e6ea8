import type { I18n } from "../../i18n/i18n.svelte";
import { spaced } from "../code";
import { measure } from "../length";
import type { Problem } from "../phone.svelte";
import type { Words } from "../words.sv";

export const NAME_MOST = 40;

/** What is wrong with a name before it is sent; empty where nothing is. */
export function nameProblem(t: I18n<keyof Words>["t"], name: string): string {
  const size = measure(name, NAME_MOST);
  if (size.kind === "over") return t("found_name_long", { most: NAME_MOST });
  return size.kind === "over_server" ? t("found_name_signs", { n: size.by }) : "";
}

/** What went wrong and what to do, in one or two sentences. */
export function problemText(t: I18n<keyof Words>["t"], problem: Exclude<Problem, { kind: "later" }>): string {
  switch (problem.kind) {
    case "bad":
      return t("join_bad", { code: spaced(problem.code).replace(" ", "\u00a0") });
    case "short":
      return t("join_short", { n: problem.typed });
    case "name":
      return problem.detail;
    default:
      return t(`join_${problem.kind}`);
  }
}
