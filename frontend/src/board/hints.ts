import type { BoardKey } from "./board.svelte";
import type { Key } from "./keys";
import type { ActivityKind } from "./types";

/** What the row of keys depends on. `proposals` and `ideas` are those that can be reached on the canvas. */
export interface Situation {
  status: "draft" | "open" | "closed";
  kind: ActivityKind | null;
  mode: "columns" | "results";
  columns: number;
  ideas: number;
  proposals: number;
  waiting: number;
}

export interface Hint {
  keys: string[];
  key: Key;
  label: BoardKey;
}

const MOVE: Hint = { keys: ["J", "K"], key: "next", label: "bar_move" };
const EDIT: Hint = { keys: ["E"], key: "edit", label: "edit_text" };
const LIFT: Hint = { keys: ["S"], key: "spotlight", label: "lift" };
const ACTION: Hint = { keys: ["Å"], key: "action", label: "new_action" };
const SHOW: Hint = { keys: ["A"], key: "show", label: "show" };
const HIDE: Hint = { keys: ["D"], key: "hide", label: "hide" };

/** The keys that do something as things stand, the most used first. None is offered that would only say that it cannot. */
export function hintsFor(now: Situation): Hint[] {
  if (now.status === "draft") return [];
  const isOpen = now.status === "open";
  if (now.mode === "results") return overResults(now, isOpen);
  if (!isOpen) return now.ideas ? [MOVE] : [];
  if (now.kind === "gather") return [{ keys: ["Q"], key: "qr", label: "show_qr" }];
  return [...(now.kind === "collect" ? whileCollecting(now) : overGroups(now)), ...(now.kind === "commit" ? [ACTION] : [])];
}

function overResults({ columns, proposals, kind }: Situation, isOpen: boolean): Hint[] {
  const acts = kind === "commit" || proposals > 0 ? [ACTION] : [];
  if (!proposals) return acts;
  const figures = columns > 3 ? ["1", "…", String(Math.min(columns, 6))] : ["1", "2", "3"].slice(0, columns);
  return [
    { keys: ["J", "K"], key: "next", label: "bar_choose" },
    ...acts,
    ...(isOpen ? [LIFT] : []),
    ...(columns > 1 ? [{ keys: figures, key: "filter_1", label: "bar_filter" } satisfies Hint] : []),
  ];
}

function whileCollecting({ ideas, waiting }: Situation): Hint[] {
  return [
    { keys: ["I"], key: "entry", label: "entry_short" },
    ...(waiting ? [SHOW] : []),
    ...(waiting || ideas ? [HIDE] : []),
    ...(ideas ? [EDIT, MOVE] : []),
    { keys: ["M"], key: "review", label: "review" },
  ];
}

function overGroups({ ideas }: Situation): Hint[] {
  if (!ideas) return [];
  return [
    MOVE,
    { keys: ["G"], key: "group", label: "to_group" },
    EDIT,
    LIFT,
    { keys: ["U"], key: "undo", label: "undo" },
  ];
}
