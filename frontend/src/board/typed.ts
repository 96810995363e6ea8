import { suggested } from "./queue";
import type { Command, State } from "./types";

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

/** What has to change in a command that was refused for it to be taken: a suggestion that is decided cannot be taken up any more. */
export function mended({ name, args }: Command, state: State): { suggestion?: null } {
  const isDecided = name === "action.create" && args.suggestion && !suggested(state).some(({ id }) => id === args.suggestion);
  return isDecided ? { suggestion: null } : {};
}
