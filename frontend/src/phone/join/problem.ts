import type { I18n } from "../../i18n/i18n.svelte";
import { spaced } from "../code";
import type { Problem } from "../phone.svelte";
import type { Words } from "../words.sv";

export const NAME_MOST = 40;

/** What went wrong and what to do, in one or two sentences. */
export function problemText(t: I18n<keyof Words>["t"], problem: Problem): string {
  switch (problem.kind) {
    case "bad":
      return t("join_bad", { code: spaced(problem.code).replace(" ", "\u00a0") });
    case "short":
      return t("join_short", { n: problem.typed });
    case "later":
      return t("join_later", { n: problem.seconds });
    case "name":
      return t("found_name_long", { most: NAME_MOST });
    default:
      return t(`join_${problem.kind}`);
  }
}
