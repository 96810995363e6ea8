import type { Board } from "../board.svelte";
import { voteOf } from "../ranking";

/** What the room is to do now, in one line under the name of the step. */
export function taskOf(board: Board): string {
  const { t, activity, shared } = board;
  if (shared.workshop.status !== "open" || !activity) return shared.workshop.purpose;
  if (activity.settings.prompt) return activity.settings.prompt;
  switch (activity.kind) {
    case "collect":
      return shared.workshop.purpose || t("task_collect");
    case "vote":
      return voted(board);
    default:
      return t(`task_${activity.kind}`);
  }
}

function voted({ t, shared }: Board): string {
  const { voted: n, done } = shared.workshop;
  const counts = t("n_of_voted", { n, all: shared.participants?.length ?? n });
  return voteOf(shared) && done > 0 ? `${counts} ${t("n_done", { n: done })}` : counts;
}
