import { mount } from "svelte";

import "../ui/base.css";
import "./projector.css";
import App from "./App.svelte";
import { readBoot, Screen } from "./screen.svelte";
import { changeThemeByKey, readTheme, useTheme } from "./theme";

useTheme(readTheme(location.search));
addEventListener("keydown", changeThemeByKey);
const screen = new Screen(readBoot(), location.hash.slice(1));
mount(App, { target: document.getElementById("app") ?? document.body, props: { screen } });
void screen.start();
