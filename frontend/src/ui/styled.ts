import type { Attachment } from "svelte/attachments";

/** Sets a style of the element, which follows what `value` reads; null takes it away. */
export function styled(name: string, value: () => string | number | null): Attachment<HTMLElement | SVGElement> {
  return ({ style }) => style.setProperty(name, String(value() ?? ""));
}
