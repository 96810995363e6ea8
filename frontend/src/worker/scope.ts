/** What of a service worker's world is used here: TypeScript has no library for it that goes together with the page's. */
export interface Extendable {
  waitUntil(done: Promise<unknown>): void;
}

export interface Fetching {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

export interface WorkerScope {
  registration: { scope: string; installing: unknown; waiting: unknown };
  clients: { claim(): Promise<void>; matchAll(which: { type: "window"; includeUncontrolled: true }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

/** The build's list of what the phone needs, written into the worker when it is built. */
export interface Shell {
  version: string;
  /** Below /static/. */
  files: string[];
  /** The script that a page of this build starts with. */
  entry: string;
}
