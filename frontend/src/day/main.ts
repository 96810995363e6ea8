import { mount } from "svelte";

import "../ui/base.css";
import "./day.css";
import { changeThemeByKey, readTheme, useTheme } from "../projector/theme";
import App from "./App.svelte";
import { DayScreen } from "./screen.svelte";

useTheme(readTheme(location.search));
addEventListener("keydown", changeThemeByKey);
// Only what stands after # tells a new link from the old one, and a browser that is sent there does not load the page anew.
addEventListener("hashchange", () => location.reload());
const { language } = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as { language: string };
// Which arena it is stands in the address, as `/arenas/ID/screen/`.
const screen = new DayScreen(location.pathname.split("/")[2] ?? "", location.hash.slice(1), language);
mount(App, { target: document.getElementById("app") ?? document.body, props: { screen } });
