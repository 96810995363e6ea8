import { copyText } from "../ui/clipboard";
import type { Phone } from "./phone.svelte";

/** Copies what somebody wrote, and says that it is copied. */
export async function copyWritten(phone: Phone, text: string): Promise<void> {
  if (await copyText(text)) phone.toasts.show({ text: phone.t("copied") });
}
