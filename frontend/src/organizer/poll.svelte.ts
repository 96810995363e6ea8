/** Does it now, then again and again while somebody looks, and at once when they look again. The answer stops it. */
export function every(ms: number, work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let busy = false;

  async function turn() {
    clearTimeout(timer);
    if (busy || stopped) return;
    busy = true;
    await work().finally(() => (busy = false));
    if (!stopped && document.visibilityState === "visible") timer = setTimeout(() => void turn(), ms);
  }
  const seen = () => {
    if (document.visibilityState === "visible") void turn();
  };
  void turn();
  document.addEventListener("visibilitychange", seen);
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}
