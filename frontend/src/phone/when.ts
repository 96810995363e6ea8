import type { Phone } from "./phone.svelte";

/** When the meeting hears of what waits on this phone, as the end of a sentence; empty while it does at once. */
export function whenSent({ session, t }: Phone): string {
  const { kind } = session!.link;
  if (kind === "live") return "";
  return t(kind === "offline" || kind === "captive" ? "when_network" : "when_reached");
}
