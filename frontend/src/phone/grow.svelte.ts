import type { Attachment } from "svelte/attachments";

/** Lets a text field grow with its text, up to its own `max-height`, also when the text is set from elsewhere. */
export function grow(text: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    $effect(() => {
      text();
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    });
  };
}
