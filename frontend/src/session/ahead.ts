/** How every call is made. */
export const CALL = {
  credentials: "same-origin",
  // The validator is ours: the browser's own cache must not answer for the server.
  cache: "no-store",
  // Our server never redirects a call, so whoever does is the network.
  redirect: "manual",
} as const;

/** A snapshot that is on its way. */
export interface Ahead {
  /** When it was asked for, in this device's milliseconds. */
  sentAt: number;
  /** And when the answer had come, which may be long before anybody takes it. */
  receivedAt: number | null;
  response: Promise<Response>;
  /** Gives it up. */
  control: AbortController;
}

/** Asks for a participant's snapshot before there is anybody to take it. */
export function askAhead(code: string): Ahead {
  const control = new AbortController();
  const response = fetch(`/api/workshops/${code}/snapshot/`, { ...CALL, signal: control.signal });
  const ahead: Ahead = { sentAt: Date.now(), receivedAt: null, response, control };
  // What went wrong is for who takes it.
  response.then(() => (ahead.receivedAt = Date.now())).catch(() => {});
  return ahead;
}
