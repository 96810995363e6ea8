import type { Idea, State, Suggestion } from "./types";

/** What waits to be shown, the oldest first. */
export function waiting(state: State): Idea[] {
  return state.ideas.filter((idea) => idea.status === "pending").sort((a, b) => a.number - b.number);
}

/** Those without a sign of personal data: what may be shown many at once, without being read one by one. */
export function withoutSigns(ideas: Idea[]): Idea[] {
  return ideas.filter((idea) => !idea.flags?.length);
}

/** What the room has suggested to do and nobody has decided about, the oldest first. */
export function suggested(state: State): Suggestion[] {
  return (state.suggestions ?? []).filter((one) => one.status === "waiting");
}

/** What has been hidden, the latest first. */
export function hidden(state: State): Idea[] {
  return state.ideas.filter((idea) => idea.status === "hidden").sort((a, b) => b.number - a.number);
}

// The same signs as the server looks for in ideas: where in the text they stand, and whether a comment has any.
const SIGNS: Record<string, RegExp> = {
  phone: /(?<!\d)(?:\+46|0)[\s-]?\d{1,3}(?:[\s-]?\d{2,3}){2,3}(?!\d)/g,
  identity_number: /(?<!\d)(?:\d{2})?\d{6}[-+]?\d{4}(?!\d)/g,
  email: /[\w.+-]+@[\w-]+\.[\w.]+/g,
};

/** The signs of personal data in a text that the server has not looked at. */
export function signsIn(text: string): string[] {
  return Object.keys(SIGNS).filter((sign) => text.search(SIGNS[sign]!) >= 0);
}

export function signWord(sign: string): "flag_phone" | "flag_email" | "flag_identity" | "flag_personal" {
  return sign === "phone" ? "flag_phone" : sign === "email" ? "flag_email" : sign === "identity_number" ? "flag_identity" : "flag_personal";
}

export interface Piece {
  text: string;
  marked: boolean;
}

/** The text cut where a sign of personal data begins and ends. */
export function markSigns(text: string, flags: string[]): Piece[] {
  const spans = flags.flatMap((flag) => [...text.matchAll(SIGNS[flag] ?? /$^/g)].map((m) => [m.index, m.index + m[0].length] as const));
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    if (from < at) continue;
    pieces.push({ text: text.slice(at, from), marked: false }, { text: text.slice(from, to), marked: true });
    at = to;
  }
  return [...pieces, { text: text.slice(at), marked: false }].filter((piece) => piece.text !== "");
}

/** The text with what was marked written over, or null when nothing was. */
export function maskSigns(text: string, flags: string[]): string | null {
  const pieces = markSigns(text, flags);
  if (!pieces.some((piece) => piece.marked)) return null;
  return pieces.map((piece) => (piece.marked ? piece.text.replace(/[^\s@.+-]/g, "•") : piece.text)).join("");
}
