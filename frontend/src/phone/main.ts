import "../ui/base.css";
import "../ui/phone.css";
import "./phone.css";
import { chosenLanguage, speak } from "../i18n/language";
import { askAhead } from "../session/ahead";
import { readBoot } from "./boot";
import { hasJoined } from "./joined";
import { need, wordsIn } from "./words";

// A file of its own and as small as can be: on a slow network what is needed is asked for before the app itself has come.
document.body.classList.add("phone");
const boot = readBoot();
const isIn = boot.code !== null && hasJoined(boot.code);
const ahead = isIn ? askAhead(boot.code!) : null;
const language = chosenLanguage(boot.language);
speak(language);
void import("./app").then(({ start }) => start(boot, ahead));
// Whoever needs one that did not come asks for it again.
const others = isIn ? [import("./inside")] : [import("./join/Door.svelte"), need("door")];
void Promise.allSettled([...others, wordsIn(language)]);
