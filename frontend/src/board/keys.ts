export type Key =
  | "next_step" | "clock" | "minute" | "projector" | "qr"
  | "next" | "previous" | "up" | "down" | "left" | "right"
  | "group" | "edit" | "spotlight" | "undo" | "find" | "comments"
  | "review" | "similar" | "show" | "hide" | "action" | "entry" | "help" | "open"
  | `filter_${number}`;

/** What of an event matters here; a KeyboardEvent is one. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const LETTERS: Record<string, Key> = {
  n: "next_step", " ": "clock", "+": "minute", p: "projector", q: "qr",
  j: "next", k: "previous", g: "group", e: "edit", s: "spotlight", u: "undo", "/": "find", c: "comments",
  m: "review", l: "similar", a: "show", d: "hide", å: "action", w: "action", i: "entry", "?": "help",
  "0": "filter_0", "1": "filter_1", "2": "filter_2", "3": "filter_3", "4": "filter_4", "5": "filter_5", "6": "filter_6",
}; // prettier-ignore

const ARROWS: Record<string, Key> = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", Enter: "open",
}; // prettier-ignore

/** The command of a single key. Nothing with a modifier, so that the browser keeps its own shortcuts. */
export function keyOf(press: Press): Key | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return LETTERS[press.key.toLowerCase()] ?? null;
}

/** Keys that move within the canvas. They are no characters, so they stay on when one-key commands are off. */
export function arrowOf(press: Press): Key | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return ARROWS[press.key] ?? null;
}

const TYPED_INTO = "input, textarea, select, [contenteditable='true']";
const PRESSED = "button, a[href], summary, [role='menuitem'], [role='tab'], [role='switch']";

/** Whether the element takes this key itself: text fields all of them, buttons and links the space bar. */
export function isTaken(target: Element | null, press: Press): boolean {
  if (!target) return false;
  if (target.closest(TYPED_INTO) || target.closest("dialog, [role='menu']")) return true;
  return (press.key === " " || press.key === "Enter") && target.closest(PRESSED) !== null;
}

/** A row of the sheet: keys that go together, named after one of their commands. */
export interface Shown {
  keys: string[];
  command: Exclude<Key, "previous" | "right" | "down" | `filter_${number}`> | "filter_0" | "filter_1";
}

/** The sheet of all commands, in its three parts. */
export const SHEET: { part: "meeting" | "ideas" | "panel"; rows: Shown[] }[] = [
  {
    part: "meeting",
    rows: [
      { keys: ["N"], command: "next_step" },
      { keys: ["space"], command: "clock" },
      { keys: ["+"], command: "minute" },
      { keys: ["P"], command: "projector" },
      { keys: ["Q"], command: "qr" },
      { keys: ["1", "…", "6"], command: "filter_1" },
      { keys: ["0"], command: "filter_0" },
    ],
  },
  {
    part: "ideas",
    rows: [
      { keys: ["J", "K"], command: "next" },
      { keys: ["←", "→"], command: "left" },
      { keys: ["↑", "↓"], command: "up" },
      { keys: ["I"], command: "entry" },
      { keys: ["G"], command: "group" },
      { keys: ["E"], command: "edit" },
      { keys: ["S"], command: "spotlight" },
      { keys: ["C"], command: "comments" },
      { keys: ["/"], command: "find" },
      { keys: ["U"], command: "undo" },
    ],
  },
  {
    part: "panel",
    rows: [
      { keys: ["M"], command: "review" },
      { keys: ["L"], command: "similar" },
      { keys: ["A"], command: "show" },
      { keys: ["D"], command: "hide" },
      { keys: ["Å", "W"], command: "action" },
      { keys: ["?"], command: "help" },
      { keys: ["Esc"], command: "open" },
    ],
  },
];
