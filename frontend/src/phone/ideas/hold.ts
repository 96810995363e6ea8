import type { Attachment } from "svelte/attachments";

/** Before the browser begins to select what is under the finger. */
const HELD_MS = 450;

/** Calls back when a finger rests on it, other than on a button; the browser's own menu stays away then. */
export function hold(held: () => void): Attachment<HTMLElement> {
  return (node) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHeld = false;
    const end = () => clearTimeout(timer);
    const begin = ({ pointerType, target }: PointerEvent) => {
      end();
      isHeld = false;
      if (pointerType !== "touch" || (target as Element).closest("button")) return;
      timer = setTimeout(() => {
        isHeld = true;
        held();
      }, HELD_MS);
    };
    node.addEventListener("pointerdown", begin);
    // Scrolling cancels it.
    for (const over of ["pointerup", "pointercancel", "pointerleave"]) node.addEventListener(over, end);
    node.addEventListener("contextmenu", (event) => isHeld && event.preventDefault());
    return end;
  };
}
