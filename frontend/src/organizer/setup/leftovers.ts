/** How the names begin under which set-ups lie that are not saved; then come whose it is and of which meeting. */
export const ALL_KEPT = "organizer.setup.";

/** What nobody has come back to for so long goes. */
const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

const PLACES = [() => localStorage, () => sessionStorage];

/** Whether this person has something unsaved on the device or in the tab. */
export function hasLeft(person: string): boolean {
  return PLACES.some((place) => namesIn(place, ownName(person)).length > 0);
}

/** Whoever signs out leaves nothing of it behind, neither on the device nor in the tab. */
export function forgetOf(person: string): void {
  for (const place of PLACES) for (const name of namesIn(place, ownName(person))) place().removeItem(name);
}

/** What is too old goes, whoever's it is. */
export function forgetOld(): void {
  const place = () => localStorage;
  for (const name of namesIn(place, ALL_KEPT)) if (isOld(place().getItem(name))) place().removeItem(name);
}

function ownName(person: string): string {
  return `${ALL_KEPT}${person}.`;
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
