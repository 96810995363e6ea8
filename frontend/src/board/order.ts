/** A list in the order people gave it. */
export function inOrder<T extends { position: number }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => a.position - b.position);
}
