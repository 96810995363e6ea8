const KEY = "joined";

/** Whether this device has joined a meeting before: a hint of where to look first, never a proof. */
export function hasJoined(code: string): boolean {
  return read().includes(code);
}

export function rememberJoined(code: string): void {
  const codes = [code, ...read().filter((other) => other !== code)].slice(0, 20);
  try {
    localStorage.setItem(KEY, codes.join(" "));
  } catch {
    // Without storage the door is shown again; joining twice gives the same participant.
  }
}

function read(): string[] {
  try {
    return localStorage.getItem(KEY)?.split(" ") ?? [];
  } catch {
    return [];
  }
}
