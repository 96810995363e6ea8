import type { Entry } from "../session/store";
import type { Activity, Cluster, Idea, State } from "../protocol/types";

/** What has become of one's own idea, most important first. */
export type Fate =
  | { kind: "waiting" }
  | { kind: "review" }
  | { kind: "hidden"; reason: string | null }
  | { kind: "merged"; number: number }
  | { kind: "grouped"; cluster: Cluster }
  | { kind: "room" }
  | { kind: "received" };

export interface Own {
  idea: Idea;
  fate: Fate;
  /** An edit that is on its way. */
  changing: boolean;
}

function fateOf(idea: Idea, state: State, waiting: boolean): Fate {
  if (waiting) return { kind: "waiting" };
  if (idea.status === "hidden") return { kind: "hidden", reason: idea.reason ?? null };
  if (idea.status === "pending") return { kind: "review" };
  const cluster = state.clusters.find(({ id }) => id === idea.cluster);
  if (cluster) return { kind: "grouped", cluster };
  return { kind: idea.room ? "room" : "received" };
}

/** Of an idea and those merged into it the numbers of one's own. */
export function ownNumbers({ id, number, merged, merged_ids }: Idea, own: ReadonlySet<string>): number[] {
  return [id, ...merged_ids].flatMap((one, at) => (own.has(one) ? [at ? merged[at - 1]! : number] : []));
}

/** What one wrote and a leader merged into another idea: its own number and words, in the other's place. */
function mergedAway(whole: Idea, own: ReadonlySet<string>): Own[] {
  const { merged, merged_texts, number } = whole;
  return whole.merged_ids.flatMap((id, at) =>
    own.has(id) ? [{ idea: { ...whole, id, table: null, number: merged[at]!, text: merged_texts[at]! }, fate: { kind: "merged", number }, changing: false }] : [],
  );
}

/** One's own ideas, latest first and each once, those on the phone included. */
export function ownIdeas(state: State, waiting: Entry[]): Own[] {
  const onPhone = new Set<string>();
  const changing = new Set<string>();
  for (const { command } of waiting) {
    if (command.name === "idea.capture") onPhone.add(command.args.idea);
    if (command.name === "idea.edit") changing.add(command.args.idea);
  }
  const own = new Set(state.me?.own);
  const mine = [...(state.me?.ideas ?? []), ...state.ideas.filter(({ id }) => own.has(id))]
    .map((idea): Own => ({ idea, fate: fateOf(idea, state, onPhone.has(idea.id)), changing: changing.has(idea.id) }))
    .concat(state.ideas.flatMap((whole) => mergedAway(whole, own)));
  return [...new Map(mine.map((one) => [one.idea.id, one])).values()].sort((a, b) => (a.idea.created_at < b.idea.created_at ? 1 : -1));
}

/** The table that this phone writes for in a step, 0 for none: a pen is kept where no tables write. */
export function tableIn({ settings }: Activity, { me }: State): number {
  const table = me?.table ?? 0;
  return table <= settings.tables ? table : 0;
}

/** Those of them that were written for a table, or all where that is 0. Which table one was written for is not known once it was merged. */
export function ownOf(table: number, own: Own[]): Own[] {
  return own.filter(({ idea, fate }) => !table || idea.table === table || fate.kind === "merged");
}

/** The room's ideas, latest first. */
export function roomIdeas(state: State): Idea[] {
  return state.ideas.filter((idea) => idea.status === "shown" && idea.room).sort((a, b) => b.number - a.number);
}
