import { MediaQuery } from "svelte/reactivity";

/** Tablets in portrait and phones: one area at a time, and the drawer as a sheet. */
export const narrow = new MediaQuery("(max-width: 900px)");
