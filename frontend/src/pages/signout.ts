import { forgetOf, hasLeft } from "../organizer/setup/leftovers";

/** Signing out takes what that person has not saved with it, and says so before. */
export function forgetAtSignOut(form: HTMLFormElement): void {
  const person = form.dataset.signOut ?? "";
  const warning = form.querySelector<HTMLElement>("[data-unsaved]");
  if (warning) warning.hidden = !hasLeft(person);
  form.addEventListener("submit", () => forgetOf(person));
}
