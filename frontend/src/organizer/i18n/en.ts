import { commonEn } from "../../i18n/common";
import { modelsEn } from "../../i18n/models.en";
import { keepingEn } from "./keeping.en";
import { arenaEn } from "./arena.en";
import { meetingsEn } from "./meetings.en";
import { operationsEn } from "./operations.en";
import { peopleEn } from "./people.en";
import { previewEn } from "./preview.en";
import { setupEn } from "./setup.en";
import { stepsEn } from "./steps.en";
import type { Key } from "./sv";

export const wordsEn: Record<Key, string> = {
  ...commonEn,
  ...modelsEn,
  ...meetingsEn,
  ...arenaEn,
  ...setupEn,
  ...keepingEn,
  ...stepsEn,
  ...previewEn,
  ...peopleEn,
  ...operationsEn,
  skip: "To the content",
  nav_main: "Main menu",
  nav_meetings: "Meetings",
  nav_arena: "The arena",
  nav_people: "People",
  nav_settings: "Settings",
  nav_operations: "Operations",
  nav_accessibility: "Accessibility",
  no_page: "The page does not exist",
  no_answer: "The page cannot be shown",
  loading: "Loading",
  try_again: "Try again",
  shown_is_older: "What is shown is the latest that came.",
  untitled: "Meeting without a name",
  optional: "Optional",
  add: "Add",
  take_away: "Remove",
  board: "The board",
  somebody: "Somebody",
};
