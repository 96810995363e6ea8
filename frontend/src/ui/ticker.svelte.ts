/** The time, moved on once a second while somebody looks at it. `now` gives milliseconds. */
export class Ticker {
  time = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly now: () => number) {
    this.time = now();
  }

  /** Starts ticking; the answer stops it. Suits `$effect`. */
  start(): () => void {
    const tick = () => {
      this.time = this.now();
    };
    tick();
    this.#timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }
}
