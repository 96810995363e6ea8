import type { Idea } from "./types";

/** Ideas that seem to be about the same thing, the oldest first, and the words they share. */
export interface Alike {
  ideas: Idea[];
  words: string[];
}

const LEAST_LIKENESS = 0.23;
// One word in common says something only if it is long: short ones mean many things.
const LONG_ROOT = 6;
const MOST_IN_ONE = 4;
const MOST_SUGGESTED = 12;
const SHORTEST_ROOT = 4;

// Words that say nothing about what an idea is about.
const EMPTY = new Set(
  ("alla allt andra bara behöver betalar blir borde bättre denna detta därför efter eller fast finns fler flera fram från först göra hela idag ingen inget " +
    "innan inte istället kanske komma kommer kunna kunde lite många medan mellan mindre mycket måste något någon några också redan resten samma samt sedan " +
    "själv själva skulle sånt till tills tillsammans under utan vara varandra varför varje verkligen vilka vilken vill våra både även " +
    "about also been before better could every from have into just like make many more most must need only other ours over should some than that their them " +
    "then there these they this those what when where which while will with would your").split(" "),
);
const ENDINGS = "heterna heten heter erna arna orna aren ande ende ning ings ing ens ets ern en et er ar or na an as es ed s a e".split(" ");

function rootOf(word: string): string {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= 3);
  return ending ? word.slice(0, -ending.length) : word;
}

const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).filter((word) => word.length >= SHORTEST_ROOT && !EMPTY.has(word));

const ownRoots = (idea: Idea) => new Map(wordsOf(idea.text).map((word) => [rootOf(word), word]));

/** With the roots of others' words that its own are made up of: «områdesvärdar» is about «värdar» too. */
function withParts(own: Map<string, string>[]): Map<string, string>[] {
  const known = new Set(own.flatMap((roots) => [...roots.keys()]).filter((root) => root.length >= SHORTEST_ROOT));
  return own.map((roots) => {
    const all = new Map(roots);
    for (const [root, word] of roots) {
      for (let cut = SHORTEST_ROOT; cut <= root.length - 3; cut++) {
        const parts = [root.slice(0, cut), rootOf(root.slice(-cut))];
        for (const part of parts) if (known.has(part) && !all.has(part)) all.set(part, word);
      }
    }
    return all;
  });
}

/**
 * Suggests what may be merged: ideas that share unusual words, the most alike first; an idea is in one suggestion. Pairs in
 * `apart` (see `pairOf`) were said to be different things.
 */
export function findAlike(ideas: readonly Idea[], apart: ReadonlySet<string>): Alike[] {
  const own = ideas.map(ownRoots);
  const roots = withParts(own);
  const holders = new Map<string, number[]>();
  roots.forEach((all, at) => all.forEach((_, root) => holders.set(root, [...(holders.get(root) ?? []), at])));
  const weight = (root: string) => Math.log(1 + ideas.length / holders.get(root)!.length);
  const size = own.map((roots) => Math.sqrt([...roots.keys()].reduce((sum, root) => sum + weight(root) ** 2, 0)));
  const shared = new Map<string, { sum: number; roots: number }>();
  // What everybody writes tells nobody apart, and is what would take time.
  const usual = Math.max(6, ideas.length / 8);
  for (const [root, at] of holders) {
    if (at.length < 2 || at.length > usual) continue;
    const says = root.length >= LONG_ROOT ? 2 : 1;
    for (const [index, one] of at.entries()) {
      for (const other of at.slice(index + 1)) {
        const before = shared.get(`${one} ${other}`) ?? { sum: 0, roots: 0 };
        shared.set(`${one} ${other}`, { sum: before.sum + weight(root) ** 2, roots: before.roots + says });
      }
    }
  }
  const alike = new Map<string, number>();
  for (const [pair, { sum, roots: said }] of shared) {
    if (said < 2) continue;
    const [one, other] = pair.split(" ").map(Number) as [number, number];
    const likeness = sum / (size[one]! * size[other]!);
    if (likeness >= LEAST_LIKENESS && !apart.has(pairOf(ideas[one]!, ideas[other]!))) alike.set(pair, likeness);
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
function sharedWords(members: Map<string, string>[]): string[] {
  const [first, ...rest] = members;
  const common = [...first!.keys()].filter((root) => rest.every((own) => own.has(root)));
  const words = common.map((root) => members.map((own) => own.get(root)!).sort((a, b) => a.length - b.length)[0]!);
  return [...new Set(words)].slice(0, 4);
}

/** Names two ideas whatever their order. */
export const pairOf = (one: Idea, other: Idea): string => [one.id, other.id].sort().join(" ");
