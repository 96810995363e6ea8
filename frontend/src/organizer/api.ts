import { newId } from "../session/ids";
import { Refused, Unreachable } from "../session/http";
import type {
  Arena, ArenaFigures, ArenaSettings, Language, Leaders, Me, Member, Operations, Overview, Plan, Rehearsal, ReportInfo, Role, Setup, Template,
} from "./types";

/** What is chosen of how long a meeting is kept. */
export type Keeping = Partial<Pick<Setup, "keep_months" | "mail_before_removal">>;

/** Somebody else changed the set-up meanwhile; `current` is how it is now. */
export class Conflict extends Error {
  constructor(readonly current: Setup) {
    super("conflict");
  }
}

/** A refusal that says which field it is about. */
export class FieldRefused extends Refused {
  constructor(status: number, code: string, detail: string, readonly field: string | null) {
    super(status, code, detail, null);
  }
}

let language: () => string = () => "sv";

/** In which language refusals are told. */
export function speak(choose: () => string): void {
  language = choose;
}

function token(): string {
  const row = document.cookie.split("; ").find((pair) => /^(__Host-)?csrftoken=/.test(pair));
  return row ? decodeURIComponent(row.slice(row.indexOf("=") + 1)) : "";
}

/** The most that a browser sends for a page that is gone, in characters that may take three bytes each. */
const MOST_AFTERWARDS = 20_000;

async function reach(method: string, path: string, body: unknown, isLeaving: boolean): Promise<Response> {
  const text = JSON.stringify(body);
  try {
    return await fetch(`/api/${path}`, {
      method,
      headers: {
        Accept: "application/json",
        "Accept-Language": language(),
        ...(method === "GET" ? {} : { "X-CSRFToken": token() }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: text }),
      keepalive: isLeaving && text.length <= MOST_AFTERWARDS,
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch {
    throw new Unreachable(false);
  }
}

/** One call. `isLeaving`: it is to arrive even though the page goes. Throws Conflict, FieldRefused or Unreachable. */
async function ask<T>(method: string, path: string, body?: unknown, isLeaving = false): Promise<T> {
  const response = await reach(method, path, body, isLeaving);
  if (response.status === 204) return undefined as T;
  if (response.status >= 500 || !(response.headers.get("Content-Type") ?? "").includes("json")) throw new Unreachable(false);
  const answer = (await response.json()) as T & { code: string; detail: string; field?: string; current?: Setup };
  if (response.ok) return answer;
  if (answer.code === "conflict" && answer.current) throw new Conflict(answer.current);
  throw new FieldRefused(response.status, answer.code, answer.detail, answer.field ?? null);
}

export const api = {
  me: () => ask<Me>("GET", "me/"),
  changeMe: (body: Partial<Pick<Me, "name" | "language">>) => ask<Me>("PATCH", "me/", body),
  overview: () => ask<Overview>("GET", "overview/"),
  templates: (lang: Language) => ask<Template[]>("GET", `templates/?language=${lang}`),
  arenas: () => ask<Arena[]>("GET", "arenas/"),
  makeArena: (body: { name: string; place?: string; language?: Language }) => ask<Arena>("POST", "arenas/", body),
  changeArena: (id: string, body: Partial<ArenaSettings>) =>
    ask<Arena>("PATCH", `arenas/${id}/`, body),
  live: (id: string) => ask<ArenaFigures>("GET", `arenas/${id}/live/`),
  makeMeeting: (arena: string, body: { template?: string; copy_of?: string; title?: string; language?: Language }) =>
    ask<Setup>("POST", `arenas/${arena}/workshops/`, body),
  setup: (id: string) => ask<Setup>("GET", `setup/${id}/`),
  change: (id: string, body: Partial<Plan> & { version: string }, isLeaving = false) => ask<Setup>("PATCH", `setup/${id}/`, body, isLeaving),
  keep: (id: string, body: Keeping) => ask<Setup>("PATCH", `setup/${id}/keeping/`, body),
  /** When a closed meeting would go if that was chosen. */
  removedIf: (id: string, body: Keeping) =>
    ask<Pick<Setup, "removed_on">>("GET", `setup/${id}/keeping/?${new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]))}`),
  /** Also of a closed meeting: its report is made anew, and nobody is mailed. */
  changeCaseNumber: (id: string, case_number: string) => ask<Setup>("PATCH", `setup/${id}/case-number/`, { case_number }),
  remove: (id: string) => ask<void>("DELETE", `setup/${id}/`),
  reports: (id: string) => ask<ReportInfo[]>("GET", `setup/${id}/reports/`),
  leaders: (meeting: string) => ask<Leaders>("GET", `setup/${meeting}/leaders/`),
  changeLeader: (meeting: string, member: number, leads: boolean) => ask<Leaders>("PATCH", `setup/${meeting}/leaders/`, { member, leads }),
  makeDayScreen: (arena: string, day: string) => ask<{ url: string }>("POST", `arenas/${arena}/screens/`, { day }),
  endDayScreens: (arena: string) => ask<void>("DELETE", `arenas/${arena}/screens/`),
  members: (arena: string) => ask<Member[]>("GET", `arenas/${arena}/members/`),
  invite: (arena: string, body: { email: string; role: Role }) => ask<Member[]>("POST", `arenas/${arena}/members/`, body),
  changeRole: (arena: string, member: number, role: Role) =>
    ask<Member[]>("PATCH", `arenas/${arena}/members/${member}/`, { role }),
  removeMember: (arena: string, member: number) => ask<void>("DELETE", `arenas/${arena}/members/${member}/`),
  inviteAgain: (arena: string, member: number) => ask<Member[]>("POST", `arenas/${arena}/members/${member}/invite/`),
  operations: () => ask<Operations>("GET", "operations/"),
  rehearsals: (meeting: string) => ask<Rehearsal[]>("GET", `setup/${meeting}/rehearsals/`),
  rehearse: (meeting: string, phones: number) => ask<Rehearsal>("POST", `setup/${meeting}/rehearsals/`, { phones }),
  stopRehearsal: (id: string) => ask<Rehearsal>("DELETE", `rehearsals/${id}/`),
  open: (code: string) => command(code, "workshop.open"),
};

interface Outcome {
  ok: boolean;
  code?: string;
  detail?: string;
}

/** A command of the live protocol, sent as staff. Throws FieldRefused when it is refused. */
async function command(code: string, name: string): Promise<void> {
  const body = { commands: [{ id: newId(), name, args: {} }] };
  const { results } = await ask<{ results: Outcome[] }>("POST", `workshops/${code}/commands/?as=staff`, body);
  const outcome = results[0];
  if (outcome && !outcome.ok) throw new FieldRefused(409, outcome.code ?? "invalid", outcome.detail ?? "", null);
}
