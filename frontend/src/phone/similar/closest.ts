import { LEAST_LIKENESS, likeness, Scales } from "../../likeness/likeness";
import { type Roots, rootsOf, withParts } from "../../likeness/roots";
import type { Idea } from "../../protocol/types";

// One word in common is too little to stop somebody for, however unusual it is.
const LEAST_WORDS = 2;

let known = new Map<string, Roots>();

/** The roots of texts that were looked at before are kept: all but the first look cost a slow phone little. */
function rootsOfAll(ideas: readonly Idea[]): Roots[] {
  const before = known;
  known = new Map(ideas.map(({ text }) => [text, before.get(text) ?? rootsOf(text)]));
  return ideas.map(({ text }) => known.get(text)!);
}

/** The parts of words matter only where they are words of the other text, so that most words are not taken apart. */
function withPartsIn(roots: Roots, wanted: ReadonlySet<string>): Roots {
  const one = [...wanted];
  return [...roots.keys()].some((root) => one.some((part) => root.length > part.length && root.includes(part))) ? withParts(roots, wanted) : roots;
}

/** The idea that a text seems to be about as well, the most alike if there are several. */
export function closest(text: string, ideas: readonly Idea[]): Idea | null {
  const own = rootsOf(text);
  if (own.size === 0) return null;
  const others = rootsOfAll(ideas);
  const wanted = new Set(own.keys());
  const theirs = others.map((roots) => withPartsIn(roots, wanted));
  const mine = withPartsIn(own, new Set(others.flatMap((roots) => [...roots.keys()])));
  const scales = new Scales([...theirs, mine]);
  const size = scales.size(own);
  let best: Idea | null = null;
  let most = LEAST_LIKENESS;
  ideas.forEach((idea, at) => {
    const common = [...mine].filter(([root]) => theirs[at]!.has(root));
    if (new Set(common.map(([, word]) => word)).size < LEAST_WORDS) return;
    const shared = { weight: 0, said: 0 };
    for (const [root] of common) scales.add(shared, root);
    const alike = likeness(shared, size, scales.size(others[at]!));
    if (alike >= most) [best, most] = [idea, alike];
  });
  return best;
}
