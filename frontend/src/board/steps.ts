import { ask, whyNot } from "./api";
import type { Board } from "./board.svelte";
import type { Activity } from "./types";

export interface Change {
  minutes?: number | null;
  settings?: Partial<Activity["settings"]>;
}

interface SetUp {
  version: string;
  activities: { id: string; kind: string; title: string; minutes: number | null; settings: object }[];
}

const MOST_TRIES = 3;
const pathOf = (board: Board) => `setup/${board.boot.workshop}/`;

/**
 * Changes a step's minutes or settings. Everybody who watches is told, so the board shows it when the server says it.
 * Somebody else's change in between is kept: ours is then made on top of it.
 */
export async function changeStep(board: Board, step: Activity, change: Change): Promise<boolean> {
  try {
    let setUp = await ask<SetUp>(board, "GET", pathOf(board));
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const answer = await tryChange(board, setUp, step.id, change);
      if (answer === "changed") return true;
      setUp = answer;
    }
    board.tell(board.t("step_not_changed"));
  } catch (error) {
    board.tell(whyNot(board, error));
  }
  return false;
}

async function tryChange(board: Board, setUp: SetUp, id: string, change: Change): Promise<SetUp | "changed"> {
  const activities = setUp.activities.map(({ id: own, kind, title, minutes, settings }) =>
    own === id
      ? { id: own, kind, title, minutes: change.minutes === undefined ? minutes : change.minutes, settings: { ...settings, ...change.settings } }
      : { id: own, kind, title, minutes, settings },
  );
  const answer = await ask<SetUp & { current?: SetUp }>(board, "PATCH", pathOf(board), { version: setUp.version, activities });
  return answer.current ?? "changed";
}

/** Who gets the report when the meeting ends; null when that could not be asked. */
export async function recipientsOf(board: Board): Promise<string[] | null> {
  try {
    return (await ask<{ recipients: string[] }>(board, "GET", pathOf(board))).recipients;
  } catch {
    return null;
  }
}
