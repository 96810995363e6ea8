/** Sizes of the text of ideas, in hundredths of the picture's width, with the lines that three ideas may share. */
const SIZES = [
  { size: 2.8, chars: 40, lines: 6 },
  { size: 2.3, chars: 48, lines: 8 },
  { size: 1.95, chars: 56, lines: 9 },
];

/** The largest size at which the texts fit under each other, none of them in more than three lines. */
export function fitIdeas(texts: string[]): number {
  const fits = SIZES.find(({ chars, lines }) => {
    const needed = texts.map((text) => Math.ceil(text.length / chars));
    return needed.every((n) => n <= 3) && needed.reduce((sum, n) => sum + n, 0) <= lines;
  });
  return (fits ?? SIZES.at(-1)!).size;
}
