export type Fault = "summary_no_at" | "summary_bad";

// Forgiving: the server has the last word, and says it in the same words.
const LOOKS_RIGHT = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@.,;<>]{2,}$/;

/** What is wrong with an address, as the key of the sentence that says so; null when nothing is seen. */
export function faultOf(typed: string): Fault | null {
  const address = typed.trim();
  if (!address.includes("@")) return "summary_no_at";
  return LOOKS_RIGHT.test(address) ? null : "summary_bad";
}

/** Enough to recognise one's own address by, and no more: `t•••@exempel.se`. */
export function masked(address: string): string {
  const [name = "", domain = ""] = address.trim().split("@");
  return `${[...name][0] ?? ""}•••@${domain}`;
}
