/** Making one costs a slow phone more than all that it is asked. */
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("sv", { granularity: "grapheme" }) : null;

/** Characters as people count them: an emoji of several code points is one. */
export function countGraphemes(text: string): number {
  if (!segmenter) return [...text].length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

/** As on the server: joiners and marks stay where a script or an emoji needs them (the group), the rest nobody sees. */
const UNSEEN =
  /([\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u18af\u1b00-\u1bff\ua840-\ua9ff\ufb1d-\ufdff\ufe70-\ufefc][\u200b-\u200f\u061c]|[\u2190-\u2bff\u{1f000}-\u{1faff}\ufe0f]\u200d(?=[\u2190-\u2bff\u{1f000}-\u{1faff}])|\u{1f3f4}[\u{e0020}-\u{e007f}]+)|[\u00ad\u034f\u061c\u115f\u1160\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** What the server stores: NFC, trimmed, without characters that break a line, a screen or a file. */
export function tidy(text: string): string {
  const broken = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
  const lonely = /\p{Surrogate}/gu;
  return text.replace(/\r\n?/g, "\n").replace(lonely, "").replace(broken, "").replace(UNSEEN, "$1").normalize("NFC").trim();
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
