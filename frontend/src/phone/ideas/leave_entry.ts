/**
 * Moves the focus off an entry that is about to go: to the menu of the idea that it stands with, else to the entry after or before
 * it, else to the heading. Leaves a focus that is elsewhere.
 */
export function leaveEntry(): void {
  const row = document.activeElement?.closest("li");
  if (!row) return;
  const beside = [row.nextElementSibling, row.previousElementSibling].map((one) => one?.querySelector("button"));
  const heading = row.closest("main, dialog")?.querySelector<HTMLElement>("h1, h2");
  heading?.setAttribute("tabindex", "-1");
  const places = [row.querySelector<HTMLElement>("button[aria-expanded]"), ...beside, heading];
  places.find((place) => place)?.focus();
}
