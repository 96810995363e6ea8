import { copyText } from "../../ui/clipboard";
import type { Board } from "../board.svelte";

/** Copies what somebody wrote, and says that it is copied. */
export async function copyTyped(board: Board, text: string): Promise<void> {
  if (await copyText(text)) board.tell(board.t("text_copied"));
}
