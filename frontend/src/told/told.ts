import type { DataFacts } from "../protocol/types";
import { toldEn, type ToldKey, toldSv } from "./words";

export const toldWords = { sv: toldSv, en: toldEn };

type Say = (key: ToldKey, values?: Record<string, string | number>) => string;

/** The sentences in their order. Without `facts`, which a phone may not get at, none of them has a hole. */
export function told(say: Say, named: boolean, facts: DataFacts | null): string[] {
  const operator = facts?.operator ?? "";
  return [
    say(named ? "ideas_named" : "ideas"),
    say("others"),
    operator ? say("public_record", { operator }) : say("public_record_unnamed"),
    say("suggestions"),
    say(named ? "name_named" : "name"),
    say("address"),
    kept(say, facts),
    say("receipt"),
    say("device"),
    say("place"),
    `${operator ? say("responsible", { operator }) : say("responsible_unnamed")} ${say("rights")}`,
  ];
}

/** The arena's own paragraph: in the reader's language, else in the other one; null where it says nothing of its own. */
export function ownText(facts: DataFacts, reads: "sv" | "en"): { lang: "sv" | "en"; text: string } | null {
  const texts = { sv: facts.text_sv, en: facts.text_en };
  const lang = texts[reads] ? reads : reads === "sv" ? "en" : "sv";
  return texts[lang] ? { lang, text: texts[lang] } : null;
}

export function mailTo(address: string): string {
  return `mailto:${encodeURIComponent(address).replace("%40", "@")}`;
}

function kept(say: Say, facts: DataFacts | null): string {
  if (!facts) return say("kept_unknown");
  const { keep_months: months } = facts;
  if (months === 0) return say("kept_by_hand");
  return months % 12 ? say("kept_months", { n: months }) : say("kept_years", { n: months / 12 });
}
