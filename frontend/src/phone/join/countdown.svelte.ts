/** The seconds that are left of a wait. A device that slept through them is told at once when it wakes. */
export class Countdown {
  left = $state(0);

  /** Counts from `seconds` down to nothing, then calls `over` once. The answer stops it; suits `$effect`. */
  start(seconds: number, over: () => void): () => void {
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      this.left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.left) return;
      stop();
      over();
    };
    const timer = setInterval(tick, 1000);
    const stop = () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
    document.addEventListener("visibilitychange", tick);
    tick();
    return stop;
  }
}
