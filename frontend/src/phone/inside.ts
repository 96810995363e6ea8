/** What somebody who is let in meets first, in one file: no screen waits for another one. */
export { default as Meeting } from "./Meeting.svelte";
export { default as IdeasScreen } from "./ideas/IdeasScreen.svelte";
