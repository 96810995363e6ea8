import type { Store } from "../../session/store";

/** Takes off the device the votes of a meeting that is over that were refused: nobody can read of them at its door, nor send them again. */
export async function forgetVotes(store: Store, code: string): Promise<void> {
  const entries = await store.ofCode(code).catch(() => []);
  const votes = entries.filter(({ command, refusal }) => refusal && /^vote/.test(command.name));
  await Promise.all(votes.map(({ n }) => store.remove(n).catch(() => {})));
}
