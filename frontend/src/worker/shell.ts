import type { Shell, WorkerScope } from "./scope";

const PREFIX = "ideahub-shell-";
/** The page without a code, as anybody gets it: nothing in it belongs to somebody. */
export const PAGE = "/j/";
/** When the build took over: there once it has. */
const TOOK_OVER = "/took-over";
const PATIENCE_MS = 4000;
const KNOWN_MS = 60_000;

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
    else await cache.put(url, await fetchFile(url));
  }
  const page = await fetch(PAGE, { credentials: "omit", cache: "no-store", redirect: "error" });
  const text = await page.clone().text();
  // Another build's page, or a network's sign-in page, would never start.
  if (!page.ok || !text.includes(shell.entry)) throw new Error("the page is not of this build");
  await cache.put(PAGE, page);
}

/** A proxy's page instead of the file would be kept for good. */
async function fetchFile(url: string): Promise<Response> {
  const answer = await fetch(url);
  const isPage = (answer.headers.get("Content-Type") ?? "").includes("html");
  if (!answer.ok || isPage) throw new Error(`no such file: ${url}`);
  return answer;
}

/**
 * This build takes over. Lets go of all others but the one that was in use until now: a page that is still open loads its later
 * screens from there. With several pages open any of those that have been in use may still be, and while another build is
 * on its way nothing goes.
 */
export async function tidy(shell: Shell, { registration, clients }: Pick<WorkerScope, "registration" | "clients">): Promise<void> {
  const own = PREFIX + shell.version;
  await (await caches.open(own)).put(TOOK_OVER, new Response(String(Date.now())));
  if (registration.installing || registration.waiting) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== own);
  const used = await Promise.all(others.map(async (name) => ({ name, since: await tookOver(name) })));
  const latest = Math.max(...used.map(({ since }) => since));
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const gone = used.filter(({ since }) => since < latest && (since === 0 || pages.length < 2));
  await Promise.all(gone.map(({ name }) => caches.delete(name)));
}

/** When a build took over (ms); 0 where it never has. */
async function tookOver(name: string): Promise<number> {
  const said = await (await caches.open(name)).match(TOOK_OVER);
  return said ? Number(await said.text()) : 0;
}

export async function file(request: Request): Promise<Response> {
  return (await unlessBroken(caches.match(request))) ?? fetch(request);
}

/** A device whose storage fails has the network still. */
function unlessBroken<T>(stored: Promise<T>): Promise<T | undefined> {
  return stored.catch(() => undefined);
}

/** The stored page at once; it asks the server itself for what belongs to somebody. */
export async function page(request: Request, shell: Shell): Promise<Response> {
  const stored = await unlessBroken(caches.open(PREFIX + shell.version).then((cache) => cache.match(PAGE)));
  return stored ?? fetch(request);
}

/**
 * The server knows which meeting a QR code leads to; without it the phone looks among those it has been in. A slash at the end says
 * that it has, and that the server has answered since: then a slow network has its time.
 */
export async function qrPage(request: Request): Promise<Response> {
  const [, , token = "", end] = new URL(request.url).pathname.split("/");
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), end === undefined ? PATIENCE_MS : KNOWN_MS));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  // A proxy's word that the server is away opens nothing; what is on the device does.
  return answer && answer.status < 500 ? answer : Response.redirect(`${PAGE}?q=${encodeURIComponent(token)}`);
}
