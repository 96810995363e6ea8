import { openStore, type Store } from "../session/store";
import type { Phone } from "./phone.svelte";
import { refusedTexts } from "./refused_texts";

const WORKER = "/sw.js";
const SCOPES = ["/j/", "/q/"];

/** Keeps the phone's own files on the device, so that it opens without a network. On plain http it does nothing. */
export async function keepShell(phone: Phone): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    const [pages] = await Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register(WORKER, { scope, updateViaCache: "none" })));
    const store = await openStore();
    if (pages?.waiting && isIdle(phone, store)) startAnew(phone, store, pages.waiting);
  } catch {
    // A device that allows none works as before, only not without a network from the start.
  }
}

/**
 * A new build was fetched during an earlier visit: it takes over now, while nothing is being written. Who began to write in that
 * moment goes on with the build they have, whose files stay on the device.
 */
function startAnew(phone: Phone, store: Store, waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => isIdle(phone, store) && location.reload(), { once: true });
  waiting.postMessage("take over");
}

function isIdle({ session }: Phone, store: Store): boolean {
  // What only the page has may be of a meeting that was left.
  const unsent = (session ? session.waiting.length + refusedTexts(session).length : 0) + store.held().length > 0;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input");
  const writing = [...fields].some((field) => field === document.activeElement || field.value !== "");
  return !unsent && !writing && document.querySelector("dialog[open]") === null;
}
