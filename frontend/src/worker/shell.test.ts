import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Shell } from "./scope";
import { file, keep, page, qrPage, tidy } from "./shell";

const ORIGIN = "http://test";

/** The device's caches, in the order they were made. */
class Caches {
  readonly named = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const held = this.named.get(name) ?? new Map<string, Response>();
    this.named.set(name, held);
    return {
      match: async (asked: string | Request) => held.get(pathOf(asked))?.clone(),
      put: async (asked: string | Request, answer: Response) => void held.set(pathOf(asked), answer),
    };
  }

  async match(asked: string | Request): Promise<Response | undefined> {
    for (const held of this.named.values()) if (held.has(pathOf(asked))) return held.get(pathOf(asked))!.clone();
  }

  async keys(): Promise<string[]> {
    return [...this.named.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.named.delete(name);
  }
}

function pathOf(asked: string | Request): string {
  return new URL(typeof asked === "string" ? asked : asked.url, ORIGIN).pathname;
}

function html(text: string, status = 200): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function script(): Response {
  return new Response("export {};", { headers: { "Content-Type": "text/javascript" } });
}

let caches: Caches;
/** What the network answers, by path; what is not there is not reached. */
let network: Record<string, () => Response>;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  caches = new Caches();
  network = {};
  vi.stubGlobal("caches", caches);
  vi.stubGlobal("fetch", async (asked: string | Request) => {
    const answer = network[pathOf(asked)];
    if (!answer) throw new TypeError("Failed to fetch");
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function shellOf(version: string): Shell {
  const entry = `assets/main-${version}.js`;
  return { version, files: [entry, `assets/later-${version}.js`], entry };
}

/** A build is put in place of the one before: the server has its files and no others. */
function deploy(version: string): Shell {
  const shell = shellOf(version);
  network = { "/j/": () => html(`<script src="/static/${shell.entry}">`) };
  for (const name of shell.files) network[`/static/${name}`] = script;
  return shell;
}

const world = (pages = 1, underWay: { installing?: unknown; waiting?: unknown } = {}) => ({
  registration: { scope: "/j/", installing: null, waiting: null, ...underWay },
  clients: { claim: async () => {}, matchAll: async () => Array.from({ length: pages }) },
});

async function takesOver(shell: Shell, ...about: Parameters<typeof world>): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
  await tidy(shell, world(...about));
}

const versions = async () => (await caches.keys()).map((name) => name.slice(-1));
const later = (version: string) => file(new Request(`${ORIGIN}/static/assets/later-${version}.js`));

describe("a build that takes over", () => {
  it("lets go of all builds but the one that was in use until now", async () => {
    for (const version of ["a", "b", "c"]) {
      const shell = deploy(version);
      await keep(shell);
      await takesOver(shell);
    }
    expect(await versions()).toEqual(["b", "c"]);
  });

  it("keeps what the open page was started with, though another build was half fetched since", async () => {
    const first = deploy("a");
    await keep(first);
    await takesOver(first);
    const half = deploy("b");
    delete network[`/static/${half.files[1]}`];
    await expect(keep(half)).rejects.toThrow();
    const third = deploy("c");
    await keep(third);
    await takesOver(third);
    expect(await versions()).toEqual(["a", "c"]);
    expect((await later("a")).ok).toBe(true);
  });

  it("keeps what the open page was started with, though another build was fetched and never used", async () => {
    const first = deploy("a");
    await keep(first);
    await takesOver(first);
    await keep(deploy("b"));
    const third = deploy("c");
    await keep(third);
    await takesOver(third);
    expect(await versions()).toEqual(["a", "c"]);
  });

  it("leaves a build alone that is being fetched or waits, and the ones in use", async () => {
    const [first, second] = [deploy("a"), deploy("b")];
    for (const shell of [first, second]) {
      deploy(shell.version);
      await keep(shell);
    }
    await takesOver(first);
    const third = deploy("c");
    delete network[`/static/${third.files[1]}`];
    await keep(third).catch(() => {});
    await takesOver(second, 1, { installing: {} });
    expect(await versions()).toEqual(["a", "b", "c"]);
    deploy("c");
    await keep(third);
    expect((await later("c")).ok).toBe(true);
    await takesOver(second, 1, { waiting: {} });
    expect(await versions()).toEqual(["a", "b", "c"]);
  });

  it("keeps all that have been in use while several pages are open", async () => {
    for (const version of ["a", "b", "c"]) {
      const shell = deploy(version);
      await keep(shell);
      await takesOver(shell, 2);
    }
    expect(await versions()).toEqual(["a", "b", "c"]);
  });

  it("keeps those of which it does not know whether they were in use", async () => {
    await keep(deploy("a"));
    const second = deploy("b");
    await keep(second);
    await takesOver(second);
    expect(await versions()).toEqual(["a", "b"]);
  });
});

describe("fetching a build", () => {
  it("stores no page of a proxy in place of a file", async () => {
    const shell = deploy("a");
    network[`/static/${shell.files[1]}`] = () => html("<h1>Blocked</h1>");
    await expect(keep(shell)).rejects.toThrow();
    expect(await caches.match(`/static/${shell.files[1]}`)).toBeUndefined();
  });

  it("goes on where an earlier attempt ended", async () => {
    const shell = deploy("a");
    const [, second] = shell.files;
    network[`/static/${second}`] = () => html("<h1>Bad gateway</h1>", 502);
    await expect(keep(shell)).rejects.toThrow();
    expect((await page(new Request(`${ORIGIN}/j/`), shell)).status).toBe(200);
    network = { "/j/": network["/j/"]!, [`/static/${second}`]: script };
    await keep(shell);
    expect((await later("a")).ok).toBe(true);
  });

  it("stores no page that another build or a proxy wrote", async () => {
    const shell = deploy("a");
    network["/j/"] = () => html("<h1>Sign in</h1>");
    await expect(keep(shell)).rejects.toThrow("not of this build");
    network["/j/"] = () => html(`<script src="/static/${shell.entry}">`, 502);
    await expect(keep(shell)).rejects.toThrow("not of this build");
  });
});

it("a device whose storage fails opens what the network has", async () => {
  const shell = deploy("a");
  await keep(shell);
  for (const work of ["open", "match"] as const) vi.spyOn(caches, work).mockRejectedValue(new DOMException("gone", "UnknownError"));
  expect(await (await page(new Request(`${ORIGIN}/j/`), shell)).text()).toContain(shell.entry);
  expect((await later("a")).ok).toBe(true);
});

describe("the page of a QR code", () => {
  const asked = new Request(`${ORIGIN}/q/token-of-a-meeting`);
  const there = `${ORIGIN}/j/?q=token-of-a-meeting`;

  beforeEach(() => {
    // As in a browser, where a worker's addresses are of its own origin.
    vi.spyOn(Response, "redirect").mockImplementation((to) => new Response(null, { status: 302, headers: { Location: `${ORIGIN}${to}` } }));
  });

  afterEach(() => vi.restoreAllMocks());

  it("is what the server says, also that there is none", async () => {
    network[asked.url.slice(ORIGIN.length)] = () => html("mötet");
    expect(await (await qrPage(asked)).text()).toBe("mötet");
    network["/q/token-of-a-meeting"] = () => html("finns inte", 404);
    expect((await qrPage(asked)).status).toBe(404);
  });

  it.each([502, 503, 504])("is looked for on the device when a proxy answers %i", async (status) => {
    network["/q/token-of-a-meeting"] = () => html("<h1>Bad gateway</h1>", status);
    expect((await qrPage(asked)).headers.get("Location")).toBe(there);
  });

  it("is waited for where the server has answered before, on however slow a network", async () => {
    const answer = html("mötet");
    vi.stubGlobal("fetch", () => new Promise((resolve) => setTimeout(() => resolve(answer), 20_000)));
    const slow = qrPage(new Request(`${asked.url}/`));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await (await slow).text()).toBe("mötet");
    vi.stubGlobal("fetch", () => new Promise(() => {}));
    const never = qrPage(new Request(`${asked.url}/`));
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await never).headers.get("Location")).toBe(there);
  });

  it("is looked for on the device without a network, and when nothing comes for a while", async () => {
    expect((await qrPage(asked)).headers.get("Location")).toBe(there);
    vi.stubGlobal("fetch", () => new Promise(() => {}));
    const slow = qrPage(asked);
    await vi.advanceTimersByTimeAsync(4000);
    expect((await slow).headers.get("Location")).toBe(there);
  });
});
