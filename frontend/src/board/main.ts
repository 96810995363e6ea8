import { mount } from "svelte";

import "../ui/base.css";
import "../ui/board.css";
import "./board.css";
import App from "./App.svelte";
import { Board } from "./board.svelte";
import type { Boot } from "./types";

const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Boot;
document.body.classList.add("board");
const board = new Board(boot);
document.documentElement.lang = board.i18n.lang;
mount(App, { target: document.getElementById("app") ?? document.body, props: { board } });
void board.session.start();
