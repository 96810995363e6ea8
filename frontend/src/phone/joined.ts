const KEY = "joined";
const MOST = 20;

/** Whether this device has joined a meeting before: a hint of where to look first, never a proof. */
export function hasJoined(code: string): boolean {
  return joinedCodes().includes(code);
}

/** Keeps the code, the workshop it led to where that is known, and the QR link that led to it when the page was opened by one. */
export function rememberJoined(code: string, workshop?: string): void {
  const [, page, token] = location.pathname.split("/");
  const links = read("qr").filter((link) => link.split("=")[0] !== token);
  write("qr", page === "q" && token ? [`${token}=${code}`, ...links] : links);
  if (workshop) write("workshops", [`${code}=${workshop}`, ...read("workshops").filter((one) => !one.startsWith(code))]);
  write(KEY, [code, ...joinedCodes().filter((other) => other !== code)]);
}

/** The meeting that a QR link led to on this device. */
export function codeOfQr(token: string): string | null {
  return behind("qr", token);
}

/** The workshop whose code that was when this device was last in it. */
export function workshopOf(code: string): string | null {
  return behind("workshops", code);
}

function behind(key: string, name: string): string | null {
  return read(key).find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** The latest first. */
export function joinedCodes(): string[] {
  return read(KEY);
}

function write(key: string, words: string[]): void {
  try {
    localStorage.setItem(key, words.slice(0, MOST).join(" "));
  } catch {
    // Without storage the door is shown again; joining twice gives the same participant.
  }
}

function read(key: string): string[] {
  try {
    return localStorage.getItem(key)?.split(" ").filter(Boolean) ?? [];
  } catch {
    return [];
  }
}
