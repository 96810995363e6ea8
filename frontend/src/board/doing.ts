import { newId } from "../session/ids";
import { nextActivity, voteGoneBackOver } from "./agenda";
import type { Board } from "./board.svelte";
import { type Landing, newGroup, ordersFor } from "./drop";
import { waiting } from "./queue";
import type { Idea, Order, State } from "./types";

/** "14", or "14, 21 and 33" where several ideas are moved as one. */
export function numbersOf(board: Board, ids: readonly string[]): string {
  const numbers = ids.map((id) => String(ideaOf(board, id)?.number ?? ""));
  return new Intl.ListFormat(board.i18n.lang, { type: "conjunction" }).format(numbers.filter(Boolean));
}

export function ideaOf(board: Board, id: string | null): Idea | null {
  return board.state?.ideas.find((idea) => idea.id === id) ?? null;
}

function withState(board: Board, act: (state: State) => void): void {
  if (board.state) act(board.state);
}

export function drop(board: Board, ids: readonly string[], landing: Landing): void {
  if (landing.kind === "pair") {
    board.view.openOverlay({ kind: "name", ideas: [landing.idea.id, ...ids] });
    return;
  }
  withState(board, (state) => {
    const numbers = numbersOf(board, ids);
    const text =
      landing.kind === "group"
        ? board.t("put_in_group", { numbers, group: landing.title })
        : board.t("put_loose", { numbers, column: landing.column?.title ?? board.t("no_column") });
    void board.carryOut(ordersFor(state, [...ids], landing), text).then((ok) => {
      if (ok && landing.kind === "group") announceCount(board, landing.cluster, text);
    });
    board.view.picked = [];
  });
}

function announceCount(board: Board, cluster: string, text: string): void {
  const n = board.state?.ideas.filter((idea) => idea.cluster === cluster && idea.status === "shown").length ?? 0;
  board.announcer.say(`${text}, ${board.t("n_ideas", { n })}.`);
}

/** `safe`: the name is on the device. */
export function makeGroup(board: Board, ids: readonly string[], title: string, safe: () => void): void {
  withState(board, (state) => {
    const cluster = newId();
    void board.carryOut([newGroup(state, [...ids], cluster, title)], board.t("group_made", { group: title, n: ids.length }), safe);
    board.view.picked = [];
  });
}

export function ungroup(board: Board, ids: readonly string[]): void {
  const orders = ids.map((idea): Order => ({ name: "idea.move", args: { idea, cluster: null } }));
  void board.carryOut(orders, board.t("ungrouped", { numbers: numbersOf(board, ids) }));
  board.view.picked = [];
}

/** `safe`: the text is on the device, or nothing has to be. */
export function editText(board: Board, idea: Idea, text: string, safe: () => void): void {
  board.view.editing = null;
  const changed = text.trim();
  if (changed === "" || changed === idea.text) return safe();
  void board.carryOut([{ name: "idea.edit", args: { idea: idea.id, text: changed } }], board.t("edited", { number: idea.number }), safe);
}

export function showIdeas(board: Board, ids: string[]): void {
  void board.carryOut(showing(ids), board.t("shown", { numbers: numbersOf(board, ids), n: ids.length }));
}

/** More than this at once would not go into one frame. */
const MOST_AT_ONCE = 200;

export function showing(ids: string[]): Order[] {
  const parts = Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, n) => ids.slice(n * MOST_AT_ONCE, (n + 1) * MOST_AT_ONCE));
  return parts.map((ideas) => ({ name: "idea.show", args: { ideas } }));
}

/** Shows an idea with what looks like personal data written over. */
export function showMasked(board: Board, idea: Idea, text: string): void {
  const orders: Order[] = [
    { name: "idea.edit", args: { idea: idea.id, text } },
    { name: "idea.show", args: { ideas: [idea.id] } },
  ];
  void board.carryOut(orders, board.t("shown", { numbers: idea.number, n: 1 }));
}

/** `safe`: the reason is on the device. */
export function hideIdea(board: Board, idea: Idea, reason: string, safe: () => void): void {
  const args = { ideas: [idea.id], ...(reason ? { reason } : {}) };
  void board.carryOut([{ name: "idea.hide", args }], board.t("hidden", { number: idea.number }), safe);
}

export function spotlight(board: Board, idea: Idea): void {
  const on = board.state?.workshop.spotlight !== idea.id;
  const text = board.t(on ? "lifted" : "lowered", { number: idea.number });
  void board.carryOut([{ name: "spotlight.set", args: { idea: on ? idea.id : null } }], text);
}

/** Puts all of them into the oldest. */
export function mergeAll(board: Board, [into, ...others]: readonly Idea[]): void {
  if (!into) return;
  const orders = others.map((idea): Order => ({ name: "idea.merge", args: { idea: idea.id, into: into.id } }));
  void board.carryOut(orders, board.t("merged", { number: numbersOf(board, others.map((idea) => idea.id)), into: into.number }));
}

export function mergeIdeas(board: Board, idea: Idea, into: Idea): void {
  const text = board.t("merged", { number: idea.number, into: into.number });
  board.view.focus(`idea:${into.id}`);
  void board.carryOut([{ name: "idea.merge", args: { idea: idea.id, into: into.id } }], text);
}

export function goTo(board: Board, activity: string): void {
  withState(board, (state) => {
    if (activity === state.workshop.activity) return;
    if (voteGoneBackOver(state, activity)) board.view.openOverlay({ kind: "back", activity });
    else void startStep(board, activity);
  });
}

export async function startStep(board: Board, activity: string): Promise<void> {
  board.view.mode = null;
  const title = board.state?.activities.find((one) => one.id === activity)?.title ?? "";
  if (await board.carryOut([{ name: "activity.start", args: { activity } }])) board.announcer.say(board.t("now_at", { step: title }));
}

/** Opens a draft, goes on to the next step, or after the last asks whether to end. */
export function next(board: Board): void {
  withState(board, (state) => {
    if (state.workshop.status === "draft") void board.carryOut([{ name: "workshop.open", args: {} }]);
    else if (state.workshop.status === "open") {
      const step = nextActivity(state);
      if (step) goTo(board, step.id);
      else board.view.openOverlay({ kind: "close" });
    }
  });
}

/** Takes the first in the review queue, or the card with focus when that one waits. */
export function firstWaiting(board: Board): Idea | null {
  return board.state ? (waiting(board.state)[0] ?? null) : null;
}

export function newAction(board: Board, ideas: string[]): void {
  board.view.actionFrom = ideas;
  board.view.show("actions");
}

export function readComments(board: Board, idea: Idea): void {
  board.view.commentsOf = idea.id;
  board.view.show("comments");
}
