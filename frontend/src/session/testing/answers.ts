import type { Command, CommandArgs, State } from "../../protocol/types";

/** What carries no text: a vote, «Klar», support. */
export type Asked = { [N in "vote.set" | "vote.done" | "idea.support"]: { name: N; args: CommandArgs[N] } }["vote.set" | "vote.done" | "idea.support"];

export function isAsked({ name }: Command): boolean {
  return name === "vote.set" || name === "vote.done" || name === "idea.support";
}

export function plain({ name, args }: Command): object {
  return { name, args };
}

/** What it answers, and how. */
export function answerOf({ name, args }: Asked): [string, number] {
  if (name === "vote.set") return [args.target, args.points ?? 0];
  return name === "vote.done" ? ["done", Number(args.done)] : ["support", Number(args.on)];
}

export function shownOf({ me }: State, about: string): number {
  if (about === "done") return Number(me!.done);
  return about === "support" ? Number(me!.supports?.includes("about") ?? false) : (me!.points[about] ?? 0);
}
