import type { Phone } from "./phone.svelte";

/** Copies what somebody wrote, and says that it is copied. */
export async function copyWritten(phone: Phone, text: string): Promise<void> {
  if (await copyText(text)) phone.toasts.show({ text: phone.t("copied") });
}

/** Puts a text on the clipboard; false where the device does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

/** Pages on plain http have no clipboard of their own; the old command still works there. */
function copyBySelecting(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "vh";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
