import { call, Refused } from "../session/http";
import type { Board } from "./board.svelte";

/** Makes a link for a screen and opens it in its own window, which the click has to open before the answer comes. */
export async function openProjector(board: Board): Promise<void> {
  const screen = window.open("", "ideahub-projector");
  try {
    const path = "projector-links/";
    const { body } = await call<{ url: string }>({ code: board.boot.code, language: () => board.i18n.lang }, { path, body: {} });
    if (screen) screen.location.href = body!.url;
    board.tell(board.t(screen ? "projector_opened" : "projector_blocked"));
  } catch (error) {
    screen?.close();
    board.tell(error instanceof Refused && error.detail ? error.detail : board.t("refused_unreachable"));
  }
}
