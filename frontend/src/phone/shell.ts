import type { Phone } from "./phone.svelte";

const WORKER = "/sw.js";
const SCOPES = ["/j/", "/q/"];

/** Keeps the phone's own files on the device, so that it opens without a network. On plain http it does nothing. */
export async function keepShell(phone: Phone): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    const [pages] = await Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register(WORKER, { scope, updateViaCache: "none" })));
    if (pages?.waiting && isIdle(phone)) startAnew(phone, pages.waiting);
  } catch {
    // A device that allows none works as before, only not without a network from the start.
  }
}

/**
 * A new build was fetched during an earlier visit: it takes over now, while nothing is being written. Who began to write in that
 * moment goes on with the build they have, whose files stay on the device.
 */
function startAnew(phone: Phone, waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => isIdle(phone) && location.reload(), { once: true });
  waiting.postMessage("take over");
}

function isIdle(phone: Phone): boolean {
  const { session } = phone;
  const unsent = (session?.waiting.length ?? 0) + (session?.refused.length ?? 0) > 0;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input");
  const writing = [...fields].some((field) => field === document.activeElement || field.value !== "");
  return !unsent && !writing && document.querySelector("dialog[open]") === null;
}
