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

/**
 * Changes a step's minutes or settings. Everybody who watches is told, so the board shows it when the server says it.
 * Somebody else's change in between is kept: ours is then made on top of it.
 */
export async function changeStep(board: Board, step: Activity, change: Change): Promise<boolean> {
  try {
    let setUp = await ask<SetUp>(board, "GET");
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const answer = await tryChange(board, setUp, step.id, change);
      if (answer === "changed") return true;
      setUp = answer;
    }
    board.tell(board.t("step_not_changed"));
  } catch (error) {
    board.tell(error instanceof Error && error.message ? error.message : board.t("refused_unreachable"));
  }
  return false;
}

async function tryChange(board: Board, setUp: SetUp, id: string, change: Change): Promise<SetUp | "changed"> {
  const activities = setUp.activities.map(({ id: own, kind, title, minutes, settings }) =>
    own === id
      ? { id: own, kind, title, minutes: change.minutes === undefined ? minutes : change.minutes, settings: { ...settings, ...change.settings } }
      : { id: own, kind, title, minutes, settings },
  );
  const answer = await ask<SetUp & { current?: SetUp }>(board, "PATCH", { version: setUp.version, activities });
  return answer.current ?? "changed";
}

/** Throws an Error with the server's sentence when it says no; a conflict is an answer. */
async function ask<T>(board: Board, method: "GET" | "PATCH", body?: unknown): Promise<T> {
  const csrf = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
  const response = await fetch(`/api/setup/${board.boot.workshop}/`, {
    method,
    headers: { Accept: "application/json", "Accept-Language": board.i18n.lang, "X-CSRFToken": csrf, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null);
  const told = (await response?.json().catch(() => null)) as (T & { detail?: string }) | null;
  if (!response || !told) throw new Error("");
  if (!response.ok && response.status !== 409) throw new Error(told.detail ?? "");
  return told;
}

/** Who gets the report when the meeting ends; null when that could not be asked. */
export async function recipientsOf(board: Board): Promise<string[] | null> {
  try {
    return (await ask<{ recipients: string[] }>(board, "GET")).recipients;
  } catch {
    return null;
  }
}
