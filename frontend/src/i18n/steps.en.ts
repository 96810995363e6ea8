import type { stepsSv } from "./steps.sv";

export const stepsEn: Record<keyof typeof stepsSv, string> = {
  step_gather: "Gather",
  step_collect: "Ideas",
  step_group: "Group",
  step_vote: "Vote",
  step_discuss: "Discuss",
  step_commit: "Actions",
  step_close: "Close",
  step_of: "Step {step} of {steps}",
  time_left: "Time left",
  time_minutes: "{n} minute left|{n} minutes left",
  time_seconds: "{n} second left|{n} seconds left",
  time_paused: "Paused with {time} left",
  time_late: "{time} over time",
  menu: "Menu",
  language_sv: "Svenska",
  language_en: "English",
};
