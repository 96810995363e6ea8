/** Where in the organizer's pages one is, with the browser's own history. */
export type Route =
  | { page: "meetings" }
  | { page: "new" }
  | { page: "setup"; id: string }
  | { page: "arena"; id: string }
  | { page: "people" }
  | { page: "settings" }
  | { page: "operations" }
  | { page: "unknown" };

const ID = "[0-9a-f-]{36}";
const PATTERNS: [RegExp, (id: string) => Route][] = [
  [/^\/meetings\/?$/, () => ({ page: "meetings" })],
  [/^\/meetings\/new\/?$/, () => ({ page: "new" })],
  [new RegExp(`^/meetings/(${ID})/?$`), (id) => ({ page: "setup", id })],
  [new RegExp(`^/arenas/(${ID})/?$`), (id) => ({ page: "arena", id })],
  [/^\/people\/?$/, () => ({ page: "people" })],
  [/^\/settings\/?$/, () => ({ page: "settings" })],
  [/^\/operations\/?$/, () => ({ page: "operations" })],
];

export function routeOf(path: string): Route {
  for (const [pattern, make] of PATTERNS) {
    const found = pattern.exec(path);
    if (found) return make(found[1] ?? "");
  }
  return { page: "unknown" };
}

export class Router {
  path = $state("/");
  search = $state("");
  /** Moved on by each change of page, so that focus can follow. */
  turns = $state(0);

  constructor() {
    this.#read();
  }

  get route(): Route {
    return routeOf(this.path);
  }

  go(address: string): void {
    history.pushState(null, "", address);
    this.#read();
    this.turns += 1;
    scrollTo(0, 0);
  }

  /** Changes the address without a new entry in the history: a part of a page, not a page. */
  replace(address: string): void {
    history.replaceState(null, "", address);
    this.#read();
  }

  #read(): void {
    this.path = location.pathname;
    this.search = location.search;
  }

  /** Follows links and the back button; the answer stops it. */
  start(): () => void {
    const back = () => {
      this.#read();
      this.turns += 1;
    };
    const click = (event: MouseEvent) => {
      const address = followed(event);
      if (address === null) return;
      event.preventDefault();
      this.go(address);
    };
    addEventListener("popstate", back);
    document.addEventListener("click", click);
    return () => {
      removeEventListener("popstate", back);
      document.removeEventListener("click", click);
    };
  }
}

/** The address of a plain click on a link to one of our own pages; null for everything that is the browser's. */
function followed(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return null;
  return routeOf(link.pathname).page === "unknown" ? null : link.pathname + link.search;
}
