/** The work, which pressing again does not begin anew while it goes on. */
export function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | null = null;
  return () => (going ??= work().finally(() => (going = null)));
}
