import type { LinkView } from "../session/feed.svelte";

const QUIET_MS = 10_000;

/** Seconds without contact, once they are worth telling the room about; null before. */
export function secondsLost(link: LinkView, now: number): number | null {
  const lost = now - link.since;
  return link.kind === "live" || lost < QUIET_MS ? null : Math.floor(lost / 1000);
}

/** The link to the screen has been revoked, or never was one. */
export function isRefused(link: LinkView): boolean {
  return link.kind === "not_joined" || link.kind === "not_allowed" || link.kind === "not_found";
}
