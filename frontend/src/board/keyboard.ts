import type { Board } from "./board.svelte";
import { ended, longer, toggled } from "./clockwork";
import { firstWaiting, ideaOf, newAction, next, readComments, showIdeas, spotlight } from "./doing";
import { arrowOf, isTaken, type Key, keyOf } from "./keys";
import { ideaAt } from "./layout";
import { openProjector } from "./projector";
import { inOrder } from "./order";
import type { Idea } from "./types";
import { filterOf } from "./view.svelte";
import { type Way, walk } from "./walk";

/** Handles a key pressed anywhere on the board. Keys that somebody else takes are left alone. */
export function onKey(board: Board, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || !board.state) return;
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape") return escape(board);
  if (isTaken(target, event)) return;
  const inCanvas = target?.closest("[data-canvas]") != null;
  const key = (inCanvas ? arrowOf(event) : null) ?? (board.view.oneKey ? keyOf(event) : null);
  if (key && run(board, key)) event.preventDefault();
}

function escape(board: Board): void {
  board.view.picked = [];
  board.view.sheet = false;
}

/** Carries out a command by its key. Answers whether the key meant something here. */
export function run(board: Board, key: Key): boolean {
  if (key.startsWith("filter_")) {
    board.view.filter = filterOf(inOrder(board.state?.columns ?? []), Number(key.slice(7)));
    return true;
  }
  if (isWay(key)) return walkTo(board, key);
  COMMANDS[key as keyof typeof COMMANDS](board);
  return true;
}

function isWay(key: Key): key is Way {
  return ["up", "down", "left", "right", "next", "previous"].includes(key);
}

function walkTo(board: Board, way: Way): boolean {
  const card = reviewCard();
  if (card && (way === "next" || way === "previous")) {
    const beside = way === "next" ? card.nextElementSibling : card.previousElementSibling;
    if (beside instanceof HTMLElement && beside.dataset["review"]) beside.focus();
    return true;
  }
  const stop = walk(board.view.columns, board.view.at, way);
  if (stop) board.view.focus(stop);
  return stop !== null;
}

/** The idea that a command is about: the card with focus. Says what to do when there is none. */
function chosen(board: Board): Idea | null {
  const idea = ideaOf(board, reviewCard()?.dataset["review"] ?? ideaAt(board.view.at));
  if (!idea) board.tell(board.t("choose_first"));
  return idea;
}

/** What is reviewed by a key: the card with focus in the queue, else the oldest that waits. */
function reviewed(board: Board): Idea | null {
  const idea = ideaOf(board, reviewCard()?.dataset["review"] ?? ideaAt(focusedStop()));
  return idea ?? firstWaiting(board);
}

function reviewCard(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-review]") ?? null;
}

function focusedStop(): string | null {
  return document.activeElement?.closest<HTMLElement>("[data-stop]")?.dataset["stop"] ?? null;
}

function withChosen(act: (board: Board, idea: Idea) => void): (board: Board) => void {
  return (board) => {
    const idea = chosen(board);
    if (idea) act(board, idea);
  };
}

/** Runs the button in the review card that has focus, or in the first one: it knows what showing means there. */
function showReviewed(board: Board): void {
  const idea = reviewed(board);
  if (!idea) return board.tell(board.t("review_none"));
  const button = document.querySelector<HTMLElement>(`[data-review="${idea.id}"] [data-show]`);
  if (button) button.click();
  else if (idea.status !== "shown") showIdeas(board, [idea.id]);
}

function timer(board: Board, args: ReturnType<typeof toggled>): void {
  if (args) void board.carryOut([{ name: "timer.set", args }]);
}

export function toggleClock(board: Board): void {
  timer(board, toggled(board.reading, board.session.serverNow(), board.activity?.minutes ?? null));
}

/** Closes the step for input without leaving it. */
export function endTime(board: Board): void {
  timer(board, ended(board.session.serverNow()));
}

export function addMinutes(board: Board, minutes: number): void {
  timer(board, longer(board.reading, board.session.serverNow(), minutes));
}

function open(): void {
  document.activeElement?.querySelector<HTMLElement>("[data-menu]")?.click();
}

function ideasOfRow(board: Board): string[] {
  const row = board.rows.find((one) => `row:${one.id}` === board.view.at);
  return row?.ideas ?? [ideaAt(board.view.at)].filter((id) => id !== null);
}

function lift(board: Board): void {
  const row = board.rows.find((one) => `row:${one.id}` === board.view.at);
  const idea = row ? ideaOf(board, row.ideas[0] ?? null) : chosen(board);
  if (idea) spotlight(board, idea);
}

/** To the panel, or back to the canvas from it. */
function toPanel(board: Board, panel: "review" | "similar"): void {
  const isThere = board.view.panel === panel && document.activeElement?.closest("#panel");
  if (!isThere) return board.view.show(panel);
  board.view.sheet = false;
  board.view.focus(board.view.at ?? walk(board.view.columns, null, "next"));
}

const COMMANDS = {
  next_step: next,
  clock: toggleClock,
  minute: (board: Board) => addMinutes(board, 1),
  projector: (board: Board) => void openProjector(board),
  qr: (board: Board) => board.view.openOverlay({ kind: "qr" }),
  group: (board: Board) => {
    const ideas = board.view.picked.length ? [...board.view.picked] : [chosen(board)?.id].filter((id) => id !== undefined);
    if (ideas.length) board.view.openOverlay({ kind: "group", ideas });
  },
  edit: withChosen((board, idea) => (board.view.editing = idea.id)),
  spotlight: lift,
  comments: withChosen(readComments),
  undo: (board: Board) => board.undo(),
  find: (board: Board) => board.view.openOverlay({ kind: "find" }),
  review: (board: Board) => toPanel(board, "review"),
  similar: (board: Board) => toPanel(board, "similar"),
  show: showReviewed,
  hide: (board: Board) => {
    const idea = reviewed(board);
    if (idea) board.view.openOverlay({ kind: "hide", idea: idea.id });
    else board.tell(board.t("review_none"));
  },
  action: (board: Board) => newAction(board, ideasOfRow(board)),
  entry: (board: Board) => board.view.openOverlay({ kind: "entry" }),
  help: (board: Board) => board.view.openOverlay({ kind: "keys" }),
  open,
};
