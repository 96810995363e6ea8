import { mount } from "svelte";

import "../ui/base.css";
import "../ui/phone.css";
import "./phone.css";
import App from "./App.svelte";
import { readBoot } from "./boot";
import { Phone } from "./phone.svelte";

document.body.classList.add("phone");
const phone = new Phone(readBoot());
await phone.i18n.ready;
mount(App, { target: document.getElementById("app") ?? document.body, props: { phone } });
void phone.start();
