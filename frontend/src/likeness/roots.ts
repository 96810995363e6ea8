/** What a text is about: the roots of its words, each with a word it was written in. */
export type Roots = ReadonlyMap<string, string>;

const SHORTEST_ROOT = 4;

// Words that say nothing about what an idea is about.
const EMPTY = new Set(
  ("alla allt andra bara behöver betalar blir borde bättre denna detta därför efter eller fast finns fler flera fram från först göra hela idag ingen inget " +
    "innan inte istället kanske komma kommer kunna kunde lite många medan mellan mindre mycket måste något någon några också redan resten samma samt sedan " +
    "själv själva skulle sånt till tills tillsammans under utan vara varandra varför varje verkligen vilka vilken vill våra både även " +
    "about also been before better could every from have into just like make many more most must need only other ours over should some than that their them " +
    "then there these they this those what when where which while will with would your").split(" "),
);
/** By their last letter, the longest first: most words are looked at against few. */
const ENDINGS = new Map<string, string[]>();
for (const ending of "heterna heten heter erna arna orna aren ande ende ning ings ing ens ets ern en et er ar or na an as es ed s a e".split(" ")) {
  ENDINGS.set(ending.at(-1)!, [...(ENDINGS.get(ending.at(-1)!) ?? []), ending]);
}

function rootOf(word: string): string {
  const ending = ENDINGS.get(word.at(-1)!)?.find((one) => word.endsWith(one) && word.length - one.length >= 3);
  return ending ? word.slice(0, -ending.length) : word;
}

const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).filter((word) => word.length >= SHORTEST_ROOT && !EMPTY.has(word));

export const rootsOf = (text: string): Roots => new Map(wordsOf(text).map((word) => [rootOf(word), word]));

/** With those of `known` that its own are made up of: «områdesvärdar» is about «värdar» too. */
export function withParts(roots: Roots, known: ReadonlySet<string>): Roots {
  const all = new Map(roots);
  for (const [root, word] of roots) {
    for (let cut = SHORTEST_ROOT; cut <= root.length - 3; cut++) {
      const parts = [root.slice(0, cut), rootOf(root.slice(-cut))];
      for (const part of parts) if (part.length >= SHORTEST_ROOT && known.has(part) && !all.has(part)) all.set(part, word);
    }
  }
  return all;
}
