/** Whoever removed all that they had written has it on this device no more either: what they took back lay here to be had again. */
export function forgetTakenBack(said: HTMLElement): void {
  const prefix = `withdrawn:${said.dataset.erased}:`;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
  } catch {
    // Without storage nothing lies here.
  }
}
