import type { Shell } from "./scope";

const PREFIX = "ideahub-shell-";
/** The page without a code, as anybody gets it: nothing in it belongs to somebody. */
export const PAGE = "/j/";
const PATIENCE_MS = 4000;

export type Asked = "page" | "qr" | "file" | "other";

/** What a request is for. Whatever is not a phone's page or a built file is none of the worker's business. */
export function askedFor(request: Pick<Request, "method" | "mode" | "url">, origin: string): Asked {
  const { pathname, origin: from } = new URL(request.url);
  if (request.method !== "GET" || from !== origin) return "other";
  if (request.mode !== "navigate") return pathname.startsWith("/static/assets/") ? "file" : "other";
  if (pathname.startsWith("/j/")) return "page";
  return pathname.startsWith("/q/") ? "qr" : "other";
}

/** Stores the build's files and its page. What an earlier attempt or build has is not fetched again. Throws when one is missing. */
export async function keep(shell: Shell): Promise<void> {
  const cache = await caches.open(PREFIX + shell.version);
  for (const file of shell.files) {
    const url = `/static/${file}`;
    if (await cache.match(url)) continue;
    const known = await caches.match(url);
    if (known) await cache.put(url, known);
    else await cache.add(url);
  }
  const page = await fetch(PAGE, { credentials: "omit", cache: "no-store", redirect: "error" });
  const text = await page.clone().text();
  // Another build's page, or a network's sign-in page, would never start.
  if (!page.ok || !text.includes(shell.entry)) throw new Error("the page is not of this build");
  await cache.put(PAGE, page);
}

/** Lets go of all builds but this and the one before it: a page that is still open loads its later screens from there. */
export async function tidy(shell: Shell): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + shell.version);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

export async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The stored page at once; it asks the server itself for what belongs to somebody. */
export async function page(request: Request, shell: Shell): Promise<Response> {
  const stored = await (await caches.open(PREFIX + shell.version)).match(PAGE);
  return stored ?? fetch(request);
}

/** The server knows which meeting a QR code leads to; without it the phone looks among those it has been in. */
export async function qrPage(request: Request): Promise<Response> {
  const token = new URL(request.url).pathname.split("/")[2] ?? "";
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  return answer ?? Response.redirect(`${PAGE}?q=${encodeURIComponent(token)}`);
}
