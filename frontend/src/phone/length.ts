/** Characters as people count them: an emoji of several code points is one. */
export function countGraphemes(text: string): number {
  if (!("Segmenter" in Intl)) return [...text].length;
  let count = 0;
  for (const _ of new Intl.Segmenter("sv", { granularity: "grapheme" }).segment(text)) count += 1;
  return count;
}

/** What the server stores: NFC, trimmed, without characters that break a line, a screen or a file. */
export function tidy(text: string): string {
  const broken = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
  const lonely = /\p{Surrogate}/gu;
  return text.replace(/\r\n?/g, "\n").replace(lonely, "").replace(broken, "").normalize("NFC").trim();
}

export type Measure =
  | { kind: "empty" }
  | { kind: "fits"; left: number }
  | { kind: "over"; by: number }
  /** People count it as short enough, the server does not. */
  | { kind: "over_server"; by: number };

export function measure(text: string, most: number): Measure {
  const tidied = tidy(text);
  if (tidied === "") return { kind: "empty" };
  const left = most - countGraphemes(tidied);
  if (left < 0) return { kind: "over", by: -left };
  const points = [...tidied].length;
  if (points > most) return { kind: "over_server", by: points - most };
  return { kind: "fits", left };
}
