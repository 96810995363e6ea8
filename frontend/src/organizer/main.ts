import { mount } from "svelte";

import "../ui/base.css";
import "../ui/board.css";
import "../ui/organizer.css";
import "./pages.css";
import App from "./App.svelte";
import type { Boot } from "./organizer.svelte";
import { forgetOld } from "./setup/leftovers";

const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Boot;

forgetOld();
mount(App, { target: document.getElementById("app") ?? document.body, props: { boot } });
