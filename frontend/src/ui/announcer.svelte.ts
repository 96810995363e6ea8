/** What is to be read out politely. Saying the same thing twice is heard twice. */
export class Announcer {
  message = $state("");
  #turn = false;

  say(text: string): void {
    this.#turn = !this.#turn;
    // A changed trailing space makes screen readers take an equal sentence as a new one.
    this.message = text + (this.#turn ? "\u00a0" : "");
  }
}
