import { tick } from "svelte";

import { NO_COLUMN } from "./layout";
import { nearest } from "./walk";

export type Panel = "review" | "similar" | "actions" | "hands" | "people" | "step" | "comments";

/** What is open on top of the board, with what it is about. */
export type Overlay =
  | { kind: "keys" | "qr" | "close" | "find" | "entry" | "not-taken" | "screens" }
  | { kind: "back"; activity: string }
  | { kind: "group"; ideas: string[] }
  | { kind: "name"; ideas: string[] }
  | { kind: "rename"; cluster: string }
  | { kind: "merge"; idea: string }
  | { kind: "merge-group"; cluster: string }
  | { kind: "hide"; idea: string };

const ONE_KEY = "board.one-key";

/** How this person looks at the board: nothing here is shared with anybody. */
export class View {
  filter: string | null = $state(null);
  /** Lists shown to their end. */
  open: ReadonlySet<string> = $state.raw(new Set());
  /** The place on the canvas that has or had focus. */
  at: string | null = $state(null);
  picked: readonly string[] = $state.raw([]);
  editing: string | null = $state(null);
  panel: Panel = $state("review");
  /** The idea whose comments are read. */
  commentsOf: string | null = $state(null);
  /** On narrow screens the drawer is a sheet that is closed until asked for. */
  sheet = $state(false);
  overlay: Overlay | null = $state.raw(null);
  /** Results or groups, where somebody chose; null follows the step. */
  mode: "columns" | "results" | null = $state(null);
  oneKey = $state(true);
  /** Where the new action comes from, and that its form is wanted. */
  actionFrom: string[] | null = $state.raw(null);
  #columns: string[][] = [];
  #back: Element | null = null;
  #inPanel = false;

  constructor() {
    this.oneKey = readSetting() !== "off";
  }

  setOneKey(on: boolean): void {
    this.oneKey = on;
    try {
      localStorage.setItem(ONE_KEY, on ? "on" : "off");
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  toggleList(list: string): void {
    this.open = toggled(this.open, list);
  }

  pick(idea: string): void {
    this.picked = [...toggled(new Set(this.picked), idea)];
  }

  /** Opens a panel and goes there: to what is first in it, unless something in it has taken the focus. */
  show(panel: Panel): void {
    this.panel = panel;
    this.sheet = true;
    void tick().then(focusPanel);
  }

  openOverlay(overlay: Overlay): void {
    this.#back ??= document.activeElement;
    this.#inPanel = document.activeElement?.closest("#panel") != null;
    this.overlay = overlay;
  }

  /** Closes what is on top; focus goes back to where it was, or to the card it was about. */
  closeOverlay(): void {
    const back = this.#back;
    this.overlay = null;
    this.#back = null;
    void tick().then(() => {
      if (document.activeElement !== document.body) return;
      if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus();
      else if (this.#inPanel) focusPanel();
      else this.#focusNow();
    });
  }

  /** Moves focus on the canvas. */
  focus(stop: string | null): void {
    this.at = stop;
    void tick().then(() => {
      // A dialog that goes away may have given focus back to the card it was opened from.
      this.at = stop;
      this.#focusNow();
    });
  }

  /** Takes in the canvas as it is now. Focus stays with its card, or goes to the one beside it when the card is gone. */
  keepFocus(columns: string[][], isInside: boolean): void {
    const before = this.#columns;
    this.#columns = columns;
    if (this.at && !columns.flat().includes(this.at)) this.at = nearest(before, columns, this.at);
    if (isInside && document.activeElement === document.body && !this.overlay) this.#focusNow();
  }

  get columns(): string[][] {
    return this.#columns;
  }

  #focusNow(): void {
    const there = this.at && document.querySelector<HTMLElement>(`[data-stop="${CSS.escape(this.at)}"]`);
    if (!there) return;
    there.focus({ preventScroll: true });
    there.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** Goes to the first card of the panel, else to the panel. */
export function focusPanel(): void {
  const panel = document.getElementById("panel");
  if (!panel || panel.contains(document.activeElement)) return;
  (panel.querySelector<HTMLElement>("[data-review], [data-card]") ?? panel).focus();
}

/** The column of a filter key: 1 is the first column, 0 all of them. */
export function filterOf(columns: { id: string }[], key: number): string | null {
  return key === 0 ? null : (columns[key - 1]?.id ?? null);
}

export function isFiltered(filter: string | null, column: string | null): boolean {
  return filter !== null && filter !== (column ?? NO_COLUMN);
}

function toggled(set: ReadonlySet<string>, item: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

function readSetting(): string | null {
  try {
    return localStorage.getItem(ONE_KEY);
  } catch {
    return null;
  }
}
