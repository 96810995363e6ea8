import type { Attachment } from "svelte/attachments";

/** Lets a text field grow with its text, up to its own `max-height`, also when the text is set from elsewhere. */
export function grow(text: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    const fit = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    };
    $effect(() => {
      text();
      fit();
    });
    // A phone that is turned breaks its lines elsewhere.
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  };
}
