import { askMeeting } from "../projector/meeting";
import { ask, whyNot } from "./api";
import type { Board } from "./board.svelte";

const links = (board: Board) => `workshops/${board.boot.code}/projector-links/`;
const kept = (board: Board) => `board.projector.${board.boot.workshop}`;

/** Opens the screen in its own window, which the click has to open before the answer comes. */
export async function openProjector(board: Board): Promise<void> {
  const screen = window.open("", "ideahub-projector");
  try {
    const url = (await workingLink(board)) ?? (await newLink(board));
    if (screen) screen.location.href = url;
    board.tell(board.t(screen ? "projector_opened" : "projector_blocked"));
  } catch (error) {
    screen?.close();
    board.tell(whyNot(board, error));
  }
}

/** The link that this tab made before, while it still opens the screen: another would be one more to end. */
async function workingLink(board: Board): Promise<string | null> {
  const url = read(board);
  const token = url?.split("#")[1];
  return url && token && (await askMeeting(board.boot.workshop, token)) ? url : null;
}

async function newLink(board: Board): Promise<string> {
  const { url } = await ask<{ url: string }>(board, "POST", links(board), {});
  write(board, url);
  return url;
}

/** Ends every link there is: whoever has one sees nothing more of the meeting. */
export async function endProjectorLinks(board: Board): Promise<void> {
  try {
    await ask(board, "DELETE", links(board));
    write(board, null);
    board.tell(board.t("screens_ended"));
  } catch (error) {
    board.tell(whyNot(board, error));
  }
}

function read(board: Board): string | null {
  try {
    return sessionStorage.getItem(kept(board));
  } catch {
    return null;
  }
}

function write(board: Board, url: string | null): void {
  try {
    if (url === null) sessionStorage.removeItem(kept(board));
    else sessionStorage.setItem(kept(board), url);
  } catch {
    // Then the next press makes another link.
  }
}
