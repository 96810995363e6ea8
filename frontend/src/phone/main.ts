import { mount } from "svelte";

import "../ui/base.css";
import "../ui/phone.css";
import "./phone.css";
import App from "./App.svelte";
import { readBoot } from "./boot";
import { loadAll } from "./lazy.svelte";
import { Phone } from "./phone.svelte";

document.body.classList.add("phone");
const phone = new Phone(readBoot());
// Not awaited at the top: the words are a file that imports this one, and each would wait for the other.
void phone.i18n.ready.then(() => {
  mount(App, { target: document.getElementById("app") ?? document.body, props: { phone } });
  void phone.start().then(loadAll).then(async () => (await import("./shell")).keepShell(phone));
});
