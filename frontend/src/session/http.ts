import { CALL } from "./ahead";

/** The server answered, and said no: its stable code and a sentence in the caller's language. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfterS: number | null,
    readonly ended?: Ended,
  ) {
    super(detail);
  }
}

/** What the door of a meeting that is over says to who took part: its name, and where its report is read. */
export interface Ended {
  title?: string;
  report?: string;
}

/** Nothing that speaks our protocol answered. `captive` says that a page for signing in to the network did. */
export class Unreachable extends Error {
  constructor(
    readonly captive: boolean,
    readonly retryAfterS: number | null = null,
  ) {
    super(captive ? "a network's sign-in page answered" : "no answer");
  }
}

export interface Caller {
  /** Join code of the workshop. */
  code: string;
  /** A projector's token; everybody else is known by a cookie. */
  token?: string;
  /** As whom, since one browser can hold both a facilitator's session and a participant's cookie. */
  as?: "participant" | "staff";
  /** The language that refusals are to be told in. */
  language?: () => "sv" | "en";
}

interface Ask {
  path: string;
  body?: unknown;
  etag?: string;
  signal?: AbortSignal;
  /** Called when the answer begins to come. */
  began?: () => void;
  /** What has been asked already. */
  ahead?: Promise<Response>;
}

function cookie(name: string): string | undefined {
  const row = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return row && decodeURIComponent(row.slice(name.length + 1));
}

function headers(caller: Caller, ask: Ask): Record<string, string> {
  const csrf = ask.body === undefined ? undefined : cookie("csrftoken");
  return {
    Accept: "application/json",
    ...(ask.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(csrf ? { "X-CSRFToken": csrf } : {}),
    ...(caller.token ? { Authorization: `Bearer ${caller.token}` } : {}),
    ...(caller.language ? { "Accept-Language": caller.language() } : {}),
    ...(ask.etag ? { "If-None-Match": ask.etag } : {}),
  };
}

function address({ code, as }: Caller, path: string): string {
  const who = as ? `${path.includes("?") ? "&" : "?"}as=${as}` : "";
  return `/api/workshops/${code}/${path}${who}`;
}

async function reach(caller: Caller, ask: Ask): Promise<Response> {
  try {
    if (ask.ahead) return await ask.ahead;
    return await fetch(address(caller, ask.path), {
      ...CALL,
      method: ask.body === undefined ? "GET" : "POST",
      headers: headers(caller, ask),
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.signal ? { signal: ask.signal } : {}),
    });
  } catch {
    throw new Unreachable(false);
  }
}

function isJson(response: Response): boolean {
  return (response.headers.get("Content-Type") ?? "").includes("json");
}

function retryAfter({ headers }: Response): number | null {
  const after = Number(headers.get("Retry-After"));
  return after > 0 ? after : null;
}

async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as Ended & { code?: string; detail?: string };
  return new Refused(response.status, body.code ?? "invalid", body.detail ?? "", retryAfter(response), body);
}

/** A page instead of an answer: from a proxy, or from a network that wants somebody to sign in. */
function unreachable(response: Response): Unreachable {
  const { status } = response;
  return new Unreachable((status < 500 && status !== 429) || status === 511, retryAfter(response));
}

export interface Answer<T> {
  /** Null when nothing changed since the `etag` that was sent. */
  body: T | null;
  status: number;
  etag: string | null;
}

/** One call of the workshop's API. Throws `Refused` or `Unreachable`. */
export async function call<T>(caller: Caller, ask: Ask): Promise<Answer<T>> {
  const response = await reach(caller, ask);
  ask.began?.();
  const etag = response.headers.get("ETag");
  if (response.status === 304) return { body: null, status: 304, etag };
  // Too large for a proxy is too large, whatever page it says it with.
  if (!isJson(response) && response.status !== 413) throw unreachable(response);
  if (!response.ok) throw await refusal(response);
  try {
    return { body: (await response.json()) as T, status: response.status, etag };
  } catch {
    throw new Unreachable(false);
  }
}
