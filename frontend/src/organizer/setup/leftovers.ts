import { ALL_DRAFTS } from "../../board/draftnames";

/** How the names begin under which set-ups and settings lie that are not saved; then come whose it is and of which meeting. */
export const ALL_KEPT = "organizer.setup.";

/** What nobody has come back to for so long goes. */
const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

const PLACES = [() => localStorage, () => sessionStorage];

/** Whether this person has something unsaved on the device or in the tab. */
export function hasLeft(person: string): boolean {
  return PLACES.some((place) => ownNames(place, person).length > 0);
}

/** Whoever signs out leaves nothing of it behind, neither on the device nor in the tab. */
export function forgetOf(person: string): void {
  for (const place of PLACES) for (const name of ownNames(place, person)) place().removeItem(name);
}

/** What is too old goes, whoever's it is. */
export function forgetOld(): void {
  const place = () => localStorage;
  for (const name of namesIn(place, ALL_KEPT)) if (isOld(place().getItem(name))) place().removeItem(name);
}

/** Of set-ups, settings and the board. */
function ownNames(place: () => Storage, person: string): string[] {
  return [ALL_KEPT, ALL_DRAFTS].flatMap((all) => namesIn(place, `${all}${person}.`));
}

/** None where the browser gives no storage. */
function namesIn(place: () => Storage, prefix: string): string[] {
  try {
    return Object.keys(place()).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

function isOld(text: string | null): boolean {
  try {
    const { at } = JSON.parse(text ?? "") as { at?: number };
    return at === undefined || Date.now() - at > LONGEST_MS;
  } catch {
    return true;
  }
}
