import type { Command } from "../../protocol/types";
import type { Asked } from "./answers";

/** What somebody knows that they wrote. */
export class Remembered {
  /** Ids of ideas, comments and suggestions, in the order they were stored: a text counts as written from then on, and is shown. */
  written: string[] = [];
  /** What has stood on a tab's screen, or was written there. */
  readonly seenOn = [new Set<string>(), new Set<string>()];
  /** What was last said there, by its id. */
  readonly texts = new Map<string, string>();
  readonly takenBack = new Set<string>();
  /** Changes of ideas: refused, they are kept; taken, they are what the idea says. */
  readonly changes: { id: string; text: string }[] = [];
  /** The table that an idea was written for, 0 for none. */
  readonly writtenFor = new Map<string, number>();
  /** What carries no text and was stored: in its order, which is that of the server's decisions. */
  readonly asked: Asked[] = [];

  wrote(tab: number, id: string, text: string, table = 0): void {
    this.written.push(id);
    this.writtenFor.set(id, table);
    this.seenOn[tab]!.add(id);
    this.texts.set(id, text);
  }

  latestIdea(): string | undefined {
    return this.written.filter((id) => this.texts.get(id)!.startsWith("text")).at(-1);
  }

  /** It is written anew then, after all else. */
  sentAgain(command: Command, asOwn: boolean): void {
    const id = idOf(command);
    if (asOwn) this.writtenFor.set(id, 0);
    if (command.name === "idea.capture") this.takenBack.delete(id);
    const change = this.changes.find(({ text }) => text === textOf(command));
    if (change) this.changes.push(...this.changes.splice(this.changes.indexOf(change), 1));
    else this.written = [...this.written.filter((one) => one !== id), id];
  }

  threwAway(command: Command): void {
    const at = this.changes.findIndex(({ text }) => text === textOf(command));
    if (at >= 0) this.changes.splice(at, 1);
    else this.written = this.written.filter((id) => id !== idOf(command));
  }

  /** What an idea says once all is decided, where these texts were refused. */
  lastSaid(id: string, refused: Set<string | undefined>): string {
    const taken = this.changes.filter((change) => change.id === id && !refused.has(change.text));
    return taken.at(-1)?.text ?? this.texts.get(id)!;
  }
}

/** What it makes or changes. */
export function idOf({ args }: Command): string {
  if ("comment" in args) return args.comment;
  return "suggestion" in args ? (args.suggestion ?? "") : (("idea" in args && args.idea) || "");
}

export function textOf(command: Command): string | undefined {
  const { args } = command;
  if (command.name === "action.suggest") return command.args.title;
  return "text" in args ? args.text : undefined;
}
