import { mount } from "svelte";

import "../ui/base.css";
import "./projector.css";
import App from "./App.svelte";
import { readBoot, Screen } from "./screen.svelte";
import { changeThemeByKey, readTheme, useTheme } from "./theme";

useTheme(readTheme(location.search));
addEventListener("keydown", changeThemeByKey);
// Only what stands after # tells a new link from the old one, and a browser that is sent there does not load the page anew.
addEventListener("hashchange", () => location.reload());
const screen = new Screen(readBoot(), location.hash.slice(1));
mount(App, { target: document.getElementById("app") ?? document.body, props: { screen } });
void screen.start();
