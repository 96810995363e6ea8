import { commonSv } from "../../i18n/common";
import { modelsSv } from "../../i18n/models.sv";
import { keepingSv } from "./keeping.sv";
import { arenaSv } from "./arena.sv";
import { meetingsSv } from "./meetings.sv";
import { operationsSv } from "./operations.sv";
import { peopleSv } from "./people.sv";
import { previewSv } from "./preview.sv";
import { setupSv } from "./setup.sv";
import { stepsSv } from "./steps.sv";

export const wordsSv = {
  ...commonSv,
  ...modelsSv,
  ...meetingsSv,
  ...arenaSv,
  ...setupSv,
  ...keepingSv,
  ...stepsSv,
  ...previewSv,
  ...peopleSv,
  ...operationsSv,
  skip: "Till innehållet",
  nav_main: "Huvudmeny",
  nav_meetings: "Möten",
  nav_arena: "Arenan",
  nav_people: "Personer",
  nav_settings: "Inställningar",
  nav_operations: "Drift",
  nav_accessibility: "Tillgänglighet",
  no_page: "Sidan finns inte",
  no_answer: "Sidan går inte att visa",
  loading: "Hämtas",
  try_again: "Försök igen",
  shown_is_older: "Det som visas är det senaste som kom.",
  untitled: "Möte utan namn",
  optional: "Frivilligt",
  add: "Lägg till",
  take_away: "Ta bort",
  board: "Tavlan",
  somebody: "Någon",
};

export type Key = keyof typeof wordsSv;
