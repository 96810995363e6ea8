import { insist } from "../session/insist";

const registered: Lazy<unknown>[] = [];

/** A component in a file of its own, fetched when asked for. Keeps trying while the network is away. */
export class Lazy<T> {
  /** The component, once it is here. */
  value: T | undefined = $state.raw();
  #loading: Promise<void> | undefined;

  constructor(private readonly fetch: () => Promise<{ default: T }>) {
    registered.push(this);
  }

  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    this.value = (await insist(this.fetch)).default;
  }
}

/** Fetches everything, one file after the other, so that all of it can be reached without a network. */
export async function loadAll(): Promise<void> {
  for (const lazy of registered) await lazy.load();
}
