/** What the first screen of each entry may say: the step, its clock, and the languages. */
export const stepsSv = {
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
  menu: "Meny",
  language_sv: "Svenska",
  language_en: "English",
};
