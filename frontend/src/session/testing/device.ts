import { vi } from "vitest";

import { Locks } from "./tabs";

/** A device for tests outside a browser: the parts of `window` that the session listens to, with a network to pull. */
export class Device {
  online = true;
  /** Whether it has what tabs of one device need to act as one. */
  tabs = false;
  visibility: DocumentVisibilityState = "visible";
  readonly #target = new EventTarget();
  readonly #document = new EventTarget();

  install(): void {
    const target = this.#target;
    vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
    vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
    const page = this.#document;
    Object.defineProperty(page, "visibilityState", { get: () => this.visibility });
    vi.stubGlobal("document", Object.assign(page, { cookie: "" }));
    vi.stubGlobal("location", { protocol: "http:", host: "test", search: "" });
    const device = this;
    const locks = new Locks();
    vi.stubGlobal("navigator", {
      ...(this.tabs ? { locks } : {}),
      get onLine() {
        return device.online;
      },
    });
  }

  setOnline(online: boolean): void {
    this.online = online;
    this.#target.dispatchEvent(new Event(online ? "online" : "offline"));
  }

  show(): void {
    this.#document.dispatchEvent(new Event("visibilitychange"));
  }
}
