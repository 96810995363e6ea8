import type { Entry } from "../session/store";
import { actionsSv } from "./actions.sv";
import type { CommonKey } from "./common";
import type { I18n } from "./i18n.svelte";

type Code = Extract<CommonKey, `refused_${string}`> extends `refused_${infer C}` ? C : never;

/** The key of the sentence for a refusal, whatever code the server sent. */
export function refusalKey(code: string): `refused_${Code}` {
  const key = `refused_${code}`;
  return (key in actionsSv ? key : "refused_invalid") as `refused_${Code}`;
}

/** Why the server said no: in its words, and in the page's own where it spoke another language than the page does now. */
export function refusalSentence({ lang, t }: Pick<I18n<CommonKey>, "lang" | "t">, { refusal }: Pick<Entry, "refusal">): string {
  const { code = "invalid", detail = "", lang: spoken = lang } = refusal ?? {};
  return (spoken === lang && detail) || t(refusalKey(code));
}
