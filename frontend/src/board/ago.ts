import type { Board } from "./board.svelte";

/** "för 20 sekunder sedan", "1 min": how long something has waited, by the server's clock. */
export function ago(board: Board, iso: string): string {
  const seconds = Math.max(0, Math.round((board.ticker.time - Date.parse(iso)) / 1000));
  if (seconds < 10) return board.t("just_now");
  if (seconds < 60) return board.t("seconds_ago", { n: Math.floor(seconds / 10) * 10 });
  return board.t("n_min", { n: Math.floor(seconds / 60) });
}
