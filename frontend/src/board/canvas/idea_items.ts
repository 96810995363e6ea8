import { eyeOff, flag, layers, merge, pen, skip, speech, spotlight as lift } from "../../ui/icons";
import type { Board } from "../board.svelte";
import { newAction, readComments, showIdeas, spotlight, ungroup } from "../doing";
import type { Item } from "../Menu.svelte";
import type { Idea } from "../types";

/** What can be done with an idea on the canvas: the same as its keys, and a little more. */
export function ideaItems(board: Board, idea: Idea): Item[] {
  const { t, view } = board;
  const isLifted = board.shared.workshop.spotlight === idea.id;
  const rows: (Item | false)[] = [
    { label: t("put_in_group_menu"), icon: layers, key: "G", run: () => view.openOverlay({ kind: "group", ideas: [idea.id] }) },
    idea.cluster !== null && { label: t("take_out"), icon: skip, run: () => ungroup(board, [idea.id]) },
    { label: t("edit_text"), icon: pen, key: "E", run: () => (view.editing = idea.id) },
    idea.room && { label: t(isLifted ? "lower" : "lift"), icon: lift, key: "S", run: () => spotlight(board, idea) },
    !idea.room && { label: t("show_in_room"), icon: lift, key: "A", run: () => showIdeas(board, [idea.id]) },
    { label: t("merge_with"), icon: merge, run: () => view.openOverlay({ kind: "merge", idea: idea.id }) },
    idea.comments > 0 && { label: t("n_comments", { n: idea.comments }), icon: speech, key: "C", run: () => readComments(board, idea) },
    ...splits(board, idea),
    { label: t("new_action"), icon: flag, key: "Å", run: () => newAction(board, [idea.id]) },
    { label: t("hide_idea"), icon: eyeOff, key: "D", run: () => view.openOverlay({ kind: "hide", idea: idea.id }) },
  ];
  return rows.filter((row) => row !== false);
}

function splits(board: Board, idea: Idea): Item[] {
  return (idea.merged_ids ?? []).map((id, index) => {
    const number = idea.merged[index] ?? "";
    const text = board.t("split_done", { number });
    return {
      label: board.t("split_out", { number }),
      run: () => void board.carryOut([{ name: "idea.split", args: { idea: id } }], text),
    };
  });
}
