/** A fixed, even spread of strings over 32 bits (FNV-1a, finished as in MurmurHash3). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** An order of its own for each person, the same each time, into which new items fall without moving the others. */
export function shuffledFor<T extends { id: string }>(person: string, items: T[]): T[] {
  return items
    .map((item) => ({ item, key: hash(`${person} ${item.id}`) }))
    .sort((a, b) => a.key - b.key || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
}
