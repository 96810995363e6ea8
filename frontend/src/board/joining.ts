import type { Workshop } from "./types";

/** "428 617": people read and say codes in two halves. */
export function codeInTwo(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** What people type, without what browsers add by themselves. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export function qrUrl(workshop: Pick<Workshop, "id">): string {
  return `/qr/${workshop.id}.svg`;
}
