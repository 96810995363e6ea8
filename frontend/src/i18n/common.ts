/** Words that every entry needs: steps, the clock, refusals by code. Spread into the entry's own catalogue. */
export const commonSv = {
  step_gather: "Samling",
  step_collect: "Idéer",
  step_group: "Gruppera",
  step_vote: "Rösta",
  step_discuss: "Samtala",
  step_commit: "Åtgärder",
  step_close: "Avslut",
  step_of: "Steg {step} av {steps}",
  time_left: "Tid kvar",
  time_minutes: "{n} minut kvar|{n} minuter kvar",
  time_seconds: "{n} sekund kvar|{n} sekunder kvar",
  time_paused: "Pausad med {time} kvar",
  time_late: "{time} över tiden",
  close: "Stäng",
  menu: "Meny",
  undo: "Ångra",
  cancel: "Avbryt",
  save: "Spara",
  refused_invalid: "Det gick inte att ta emot. Ändra och försök igen.",
  refused_not_open: "Det här steget är inte öppet.",
  refused_not_allowed: "Det kan du inte göra här.",
  refused_not_found: "Det finns inte längre.",
  refused_budget_spent: "Alla röster är lagda. Ta tillbaka en för att flytta den.",
  refused_cap_reached: "Du har nått gränsen.",
  refused_muted: "Mötesledaren har pausat texter från din telefon.",
  refused_too_fast: "Det gick för fort. Vänta en stund och försök igen.",
  refused_closed: "Mötet är avslutat.",
  refused_unreachable: "Servern svarar inte. Försök igen om en stund.",
  language_sv: "Svenska",
  language_en: "English",
};

export { commonEn } from "./common.en";

export type CommonKey = keyof typeof commonSv;
type Code = Extract<CommonKey, `refused_${string}`> extends `refused_${infer C}` ? C : never;

/** The key of the sentence for a refusal, whatever code the server sent. */
export function refusalKey(code: string): `refused_${Code}` {
  const key = `refused_${code}`;
  return (key in commonSv ? key : "refused_invalid") as `refused_${Code}`;
}
