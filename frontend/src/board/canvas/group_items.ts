import { arrowUp, chevronDown, merge, pen, trash } from "../../ui/icons";
import type { Board } from "../board.svelte";
import type { Item } from "../Menu.svelte";
import { inOrder } from "../order";
import type { Cluster } from "../types";

/** What can be done with a group. */
export function groupItems(board: Board, cluster: Cluster): Item[] {
  const { t, shared } = board;
  const beside = inOrder(shared.clusters).filter((other) => other.column === cluster.column);
  const at = beside.findIndex((other) => other.id === cluster.id);
  const move = (before: string | null) =>
    void board.carryOut([{ name: "cluster.move", args: { cluster: cluster.id, before } }], t("group_moved", { group: cluster.title }));
  const rows: (Item | false)[] = [
    { label: t("rename"), icon: pen, run: () => board.view.openOverlay({ kind: "rename", cluster: cluster.id }) },
    at > 0 && { label: t("move_up"), icon: arrowUp, run: () => move(beside[at - 1]!.id) },
    at < beside.length - 1 && { label: t("move_down"), icon: chevronDown, run: () => move(beside[at + 2]?.id ?? null) },
    shared.clusters.length > 1 && {
      label: t("merge_group"),
      icon: merge,
      run: () => board.view.openOverlay({ kind: "merge-group", cluster: cluster.id }),
    },
    ...inOrder(shared.columns)
      .filter((column) => column.id !== cluster.column)
      .map((column): Item => ({ label: t("move_to_column", { column: column.title }), run: () => toColumn(board, cluster, column) })),
    {
      label: t("remove_group"),
      icon: trash,
      run: () => void board.carryOut([{ name: "cluster.remove", args: { cluster: cluster.id } }], t("group_removed", { group: cluster.title })),
    },
  ];
  return rows.filter((row) => row !== false);
}

function toColumn(board: Board, cluster: Cluster, column: { id: string; title: string }): void {
  const text = board.t("group_moved_to", { group: cluster.title, column: column.title });
  void board.carryOut([{ name: "cluster.move", args: { cluster: cluster.id, column: column.id } }], text);
}
