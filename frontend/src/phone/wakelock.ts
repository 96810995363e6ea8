/** Keeps the screen on while the page is seen, where the device can; tells whether it does. The answer lets go. */
export function keepAwake(changed: (on: boolean) => void): () => void {
  let sentinel: WakeLockSentinel | null = null;
  let stopped = false;

  async function ask(): Promise<void> {
    if (stopped || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      sentinel = await navigator.wakeLock.request("screen");
      if (stopped) return void sentinel.release();
      sentinel.addEventListener("release", () => changed(false));
      changed(true);
    } catch {
      // Low battery or a setting says no; the sentence about it is then not shown.
      changed(false);
    }
  }

  const visible = () => void ask();
  document.addEventListener("visibilitychange", visible);
  void ask();
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", visible);
    void sentinel?.release();
  };
}
