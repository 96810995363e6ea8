/**
 * Opens it as a modal. The focus begins at what is marked `data-first`, else in the first field to write in, else at the heading:
 * never at the way out, which stands first.
 */
export function showModal(dialog: HTMLDialogElement): void {
  const find = (what: string) => dialog.querySelector<HTMLElement>(what);
  const first = find("[data-first]") ?? find("textarea, input:not([type=radio])") ?? find("h2");
  if (first) first.autofocus = true;
  dialog.showModal();
}
