import type { actionsSv } from "./actions.sv";

export const actionsEn: Record<keyof typeof actionsSv, string> = {
  close: "Close",
  undo: "Undo",
  cancel: "Cancel",
  save: "Save",
  refused_invalid: "That could not be taken in. Change it and try again.",
  refused_not_open: "This step is not open.",
  refused_not_allowed: "You cannot do that here.",
  refused_not_found: "It is no longer there.",
  refused_budget_spent: "All votes are placed. Take one back to move it.",
  refused_cap_reached: "You have reached the limit.",
  refused_muted: "The meeting leader has paused texts from your phone.",
  refused_too_fast: "That was too fast. Wait a moment and try again.",
  refused_closed: "The meeting has ended.",
  refused_unreachable: "The server does not answer. Try again in a while.",
};
