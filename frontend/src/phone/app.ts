import { mount } from "svelte";

import App from "./App.svelte";
import type { Ahead } from "../session/ahead";
import type { Boot } from "./boot";
import { loadAll } from "./lazy.svelte";
import { Phone } from "./phone.svelte";

/** Shows the app. `ahead` is the meeting's snapshot where it has been asked for already. */
export async function start(boot: Boot, ahead: Ahead | null): Promise<void> {
  const phone = new Phone(boot, ahead);
  await phone.i18n.ready;
  mount(App, { target: document.getElementById("app") ?? document.body, props: { phone } });
  await phone.start();
  await loadAll();
  (await import("./device.svelte")).keepClear(phone);
  (await import("./shell")).keepShell(phone);
}
