/** Gives focus to what has that id once the page has been drawn anew: what had it may be gone, and the place would be lost. */
export function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** Of the rows that are left after the one at `index` was taken away, the one to go on from. */
export function neighbour<T>(left: readonly T[], index: number): T | undefined {
  return left[Math.min(index, left.length - 1)];
}
