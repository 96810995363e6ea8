const LENGTH = 6;

/** The digits of a code in whatever was typed or pasted: "428 617", "428617", or a whole link that ends in one. */
export function codeDigits(typed: string): string {
  const link = /\/j\/(\d{6})(?!\d)/.exec(typed);
  return (link?.[1] ?? typed.replace(/\D/g, "")).slice(0, LENGTH);
}

export function isWhole(digits: string): boolean {
  return digits.length === LENGTH;
}

/** "428 617", as it stands on the screen; what is no number stays as it is. */
export function spaced(digits: string): string {
  return digits.replace(/^(\d{3})(?=\d)/, "$1 ");
}
