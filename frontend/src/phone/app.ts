import { mount } from "svelte";

import { chosenLanguage } from "../i18n/language";
import { insist } from "../session/insist";
import App from "./App.svelte";
import type { Ahead } from "../session/ahead";
import type { Boot } from "./boot";
import { loadAll } from "./lazy.svelte";
import { Phone } from "./phone.svelte";
import { wordsIn } from "./words";

/** Shows the app. `ahead` is the meeting's snapshot where it has been asked for already. */
export async function start(boot: Boot, ahead: Ahead | null): Promise<void> {
  await insist(() => wordsIn(chosenLanguage(boot.language)));
  const phone = new Phone(boot, ahead);
  await phone.i18n.ready;
  mount(App, { target: document.getElementById("app") ?? document.body, props: { phone } });
  await phone.start();
  await loadAll();
  await phone.fetchWords();
  (await import("./device.svelte")).keepClear(phone);
  (await import("./shell")).keepShell(phone);
}
