const AGAIN_MS = 2000;

/** What is in a file of its own. Keeps trying while the network is away. */
export async function insist<T>(fetch: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await fetch();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
