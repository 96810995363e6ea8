import { LEAST_LIKENESS, likeness, Scales, type Shared } from "../likeness/likeness";
import { type Roots, rootsOf, withParts } from "../likeness/roots";
import type { Idea } from "./types";

/** Ideas that seem to be about the same thing, the oldest first, and the words they share. */
export interface Alike {
  ideas: Idea[];
  words: string[];
}

const MOST_IN_ONE = 4;
const MOST_SUGGESTED = 12;

/**
 * Suggests what may be merged: ideas that share unusual words, the most alike first; an idea is in one suggestion. Pairs in
 * `apart` (see `pairOf`) were said to be different things.
 */
export function findAlike(ideas: readonly Idea[], apart: ReadonlySet<string>): Alike[] {
  const own = ideas.map(({ text }) => rootsOf(text));
  const known = new Set(own.flatMap((roots) => [...roots.keys()]));
  const roots = own.map((one) => withParts(one, known));
  const scales = new Scales(roots);
  const size = own.map((one) => scales.size(one));
  const shared = new Map<string, Shared>();
  for (const [root, at] of scales.holders) {
    if (!scales.tells(root)) continue;
    for (const [index, one] of at.entries()) {
      for (const other of at.slice(index + 1)) {
        const pair = shared.get(`${one} ${other}`) ?? { weight: 0, said: 0 };
        scales.add(pair, root);
        shared.set(`${one} ${other}`, pair);
      }
    }
  }
  const alike = new Map<string, number>();
  for (const [pair, common] of shared) {
    const [one, other] = pair.split(" ").map(Number) as [number, number];
    const how = likeness(common, size[one]!, size[other]!);
    if (how >= LEAST_LIKENESS && !apart.has(pairOf(ideas[one]!, ideas[other]!))) alike.set(pair, how);
  }
  return gather(alike).map((group) => {
    const found = group.sort((a, b) => ideas[a]!.number - ideas[b]!.number);
    return { ideas: found.map((at) => ideas[at]!), words: sharedWords(found.map((at) => roots[at]!)) };
  });
}

/** Puts pairs together to groups where each is alike each, the most alike first. */
function gather(alike: Map<string, number>): number[][] {
  const groups: number[][] = [];
  const taken = new Set<number>();
  const is = (a: number, b: number) => alike.has(a < b ? `${a} ${b}` : `${b} ${a}`);
  for (const [pair] of [...alike].sort((a, b) => b[1] - a[1])) {
    const [one, other] = pair.split(" ").map(Number) as [number, number];
    if (taken.has(one) && taken.has(other)) continue;
    const group = groups.find((members) => members.includes(one) || members.includes(other));
    const late = group?.includes(one) ? other : one;
    if (group && (group.length >= MOST_IN_ONE || !group.every((member) => is(member, late)))) continue;
    if (group) group.push(late);
    else if (groups.length < MOST_SUGGESTED) groups.push([one, other]);
    else continue;
    taken.add(one).add(other);
  }
  return groups;
}

/** The shortest form in which each common root was written. */
function sharedWords(members: Roots[]): string[] {
  const [first, ...rest] = members;
  const common = [...first!.keys()].filter((root) => rest.every((own) => own.has(root)));
  const words = common.map((root) => members.map((own) => own.get(root)!).sort((a, b) => a.length - b.length)[0]!);
  return [...new Set(words)].slice(0, 4);
}

/** Names two ideas whatever their order, as they are written now: a changed text is another matter. */
export const pairOf = (one: Idea, other: Idea): string => [asWritten(one), asWritten(other)].sort().join(" ");

const asWritten = ({ id, edited_at }: Idea): string => (edited_at ? `${id}@${edited_at}` : id);

export const pairsOf = (ideas: readonly Idea[]): string[] => ideas.flatMap((one, at) => ideas.slice(at + 1).map((other) => pairOf(one, other)));

/** Of what was found earlier, what holds with the ideas as they are now; a rewritten one has to be looked at anew. */
export function stillAlike(found: readonly Alike[], ideas: readonly Idea[]): Alike[] {
  const now = new Map(ideas.map((idea) => [idea.id, idea]));
  return found
    .map((alike) => ({ ...alike, ideas: alike.ideas.filter(({ id, text }) => now.get(id)?.text === text).map(({ id }) => now.get(id)!) }))
    .filter((alike) => alike.ideas.length > 1);
}
