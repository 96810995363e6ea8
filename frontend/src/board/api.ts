import type { Board } from "./board.svelte";

function csrf(): string {
  return document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
}

/** One call below `/api/` as who is signed in. Throws an Error with the server's sentence when it says no; a conflict is an answer. */
export async function ask<T>(board: Board, method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: { Accept: "application/json", "Accept-Language": board.i18n.lang, "X-CSRFToken": csrf(), "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null);
  if (response?.status === 204) return null as T;
  const told = (await response?.json().catch(() => null)) as (T & { detail?: string }) | null;
  if (!response || !told) throw new Error("");
  if (!response.ok && response.status !== 409) throw new Error(told.detail ?? "");
  return told;
}

/** What to say of a call that went wrong. */
export function whyNot(board: Board, error: unknown): string {
  return error instanceof Error && error.message ? error.message : board.t("refused_unreachable");
}
