import type { Entry } from "../session/store";
import { type CommonKey, refusalKey } from "./common";
import type { I18n } from "./i18n.svelte";

/** Why the server said no: in its words, and in the page's own where it spoke another language than the page does now. */
export function refusalSentence({ lang, t }: Pick<I18n<CommonKey>, "lang" | "t">, { refusal }: Pick<Entry, "refusal">): string {
  const { code = "invalid", detail = "", lang: spoken = lang } = refusal ?? {};
  return (spoken === lang && detail) || t(refusalKey(code));
}
