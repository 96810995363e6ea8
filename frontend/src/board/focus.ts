/** The field that a dialog opens on. The attribute is what `showModal` looks for, since it comes after the field is made. */
export function first(field: HTMLInputElement | HTMLTextAreaElement): void {
  field.autofocus = true;
  field.focus();
  field.select();
}
