import type { Attachment } from "svelte/attachments";

/**
 * Lets a text field grow with its text, up to its own `max-height`, also when the text is set from elsewhere. Where the style sheet does
 * that (`field-sizing`) it measures nothing: at each key that would cost a slow phone two layouts.
 */
export function grow(text: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    if (getComputedStyle(field).getPropertyValue("field-sizing") === "content") return;
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
