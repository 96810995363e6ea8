import { askedFor, file, keep, page, qrPage, tidy } from "./shell";
import type { Shell, WorkerScope } from "./scope";

declare const __SHELL__: Shell;

/** Opens the phone without a network. It stores the build's own files and nothing that the API says. */
const worker = self as unknown as WorkerScope;
/** The worker for QR links has no files of its own: it passes on to the one for pages. */
const keeps = worker.registration.scope.endsWith("/j/");

worker.addEventListener("install", (event) => {
  if (keeps) event.waitUntil(keep(__SHELL__));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil((keeps ? tidy(__SHELL__, worker) : Promise.resolve()).then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (askedFor(request, location.origin)) {
    case "page":
      return event.respondWith(page(request, __SHELL__));
    case "qr":
      return event.respondWith(qrPage(request));
    case "file":
      return event.respondWith(file(request));
    case "other":
  }
});

/** A new build waits until a page says that nothing is being written. */
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});
