import type { Command } from "./types";

export interface Typed {
  field: "text" | "title" | "reason";
  text: string;
  /** What else somebody filled in, beside the text. */
  besides: string;
}

/** What somebody typed in a command. */
export function typedIn({ args }: Command): Typed {
  const found = (["text", "title", "reason"] as const).find((field) => field in args) ?? "text";
  const given = args as Partial<Record<string, unknown>>;
  const besides = ["owner_name", "owner_org", "owner_email", "due_on"].map((field) => given[field]).filter(Boolean);
  return { field: found, text: String(given[found] ?? ""), besides: besides.join(", ") };
}
