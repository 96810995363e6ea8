import type { Activity, Command, CommandArgs, CommandName, Idea, Result, State } from "../protocol/types";

/** A command of one's own that is not in the confirmed state yet. `result` is there once the server took it. */
export interface Speculation {
  command: Command;
  made: number;
  result?: Result;
}

export interface Context {
  made: number;
  result?: Result;
}

export interface Rule<N extends CommandName> {
  /** The state as it will be when the command is taken. Harmless when it already is. */
  apply(state: State, args: CommandArgs[N], context: Context): State;
  /** Whether the confirmed state shows the command's effect; without it, reaching the ack's seq is enough. */
  seen?(state: State, args: CommandArgs[N]): boolean;
  /** What the command sets, so that one that is seen also stands for the ones before it. */
  about?(args: CommandArgs[N]): string;
}

export type Rules = { [N in CommandName]?: Rule<N> };

function ruleOf(rules: Rules, name: CommandName): Rule<CommandName> | undefined {
  return rules[name] as Rule<CommandName> | undefined;
}

/** What a command sets, where it sets something. */
export function aboutOf({ name, args }: Command, rules: Rules): string | undefined {
  return ruleOf(rules, name)?.about?.(args as never);
}

/** Own waiting commands on top of the confirmed state. */
export function overlay(state: State, waiting: Speculation[], rules: Rules): State {
  return waiting.reduce((now, { command, ...context }) => {
    const rule = ruleOf(rules, command.name);
    return rule ? rule.apply(now, command.args as never, context) : now;
  }, state);
}

/** Whether the confirmed state has caught up with a command that the server took. */
export function isSeen(state: State, { command, result }: Speculation, rules: Rules): boolean {
  if (!result?.ok || state.seq < (result.seq ?? 0)) return false;
  return ruleOf(rules, command.name)?.seen?.(state, command.args as never) ?? true;
}

/** Those that the confirmed state does not show yet. One that a later command has overtaken is not waited for. */
export function unseen<S extends Speculation>(state: State, items: S[], rules: Rules): S[] {
  const overtaken = new Set<string>();
  const left = [...items].reverse().filter((item) => {
    const about = aboutOf(item.command, rules);
    if (about !== undefined && overtaken.has(about)) return false;
    const seen = isSeen(state, item, rules);
    if (seen && about !== undefined) overtaken.add(about);
    return !seen;
  });
  return left.reverse();
}

export function currentActivity(state: State): Activity | null {
  return state.activities.find((activity) => activity.id === state.workshop.activity) ?? null;
}

/** An idea before the server numbered it: 0 stands for no number yet. */
export function draftIdea(args: CommandArgs["idea.capture"], { made, result }: Context): Idea {
  return {
    id: args.idea,
    number: result?.number ?? 0,
    column: args.column ?? null,
    cluster: null,
    text: args.text.trim().normalize("NFC"),
    author: null,
    status: (result?.status as Idea["status"] | undefined) ?? "pending",
    position: Number.MAX_SAFE_INTEGER,
    created_at: new Date(made).toISOString(),
    edited_at: null,
    merged: [],
    merged_texts: [],
    merged_ids: [],
    points: null,
    comments: 0,
    room: false,
  };
}

export function mapIdea(state: State, id: string, change: (idea: Idea) => Idea): State {
  const swap = (idea: Idea) => (idea.id === id ? change(idea) : idea);
  return { ...state, ideas: state.ideas.map(swap), me: state.me && { ...state.me, ideas: state.me.ideas.map(swap) } };
}
