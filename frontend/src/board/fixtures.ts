import type { Activity, Cluster, Column, Idea, State } from "./types";

const AT = "2026-06-24T11:00:00Z";

/** Invented shared state for tests: three columns, seven steps, no ideas. Whole rows can be replaced. */
export function stateWith(rows: Partial<State> = {}, workshop: Partial<State["workshop"]> = {}): State {
  return {
    epoch: "e",
    seq: 1,
    server_time: AT,
    workshop: {
      id: "w", code: "428617", title: "Omställning", purpose: "", language: "sv", status: "open", activity: "group",
      timer: { ends_at: null, paused_s: null }, spotlight: null, totals: "hidden", settings: {}, locked: false, voted: 0, done: 0,
      vote_activity: null, arena: null, starts_at: null, join_url: "https://ideahub.example/q/x", reported_at: null, took_part: null, tables: [], ...workshop,
    },
    activities: (["gather", "collect", "group", "vote", "discuss", "commit", "close"] as const).map((kind, index) => step(kind, index)),
    columns: [column("c1", 0), column("c2", 1), column("c3", 2)],
    clusters: [],
    ideas: [],
    actions: [],
    comments: [],
    online: 0,
    hands: { count: 0 },
    participants: [],
    me: null,
    ...rows,
  };
} // prettier-ignore

export function step(kind: Activity["kind"], position: number, rest: Partial<Activity> = {}): Activity {
  const settings = { target: "clusters", grace_s: 5,
  late_s: 300, default_due_in_days: 60 } as Activity["settings"];
  return { id: kind, kind, title: kind, minutes: 5, position, settings, started_at: null, closed_at: null, ...rest };
}

export function column(id: string, position: number): Column {
  return { id, title: id, position, shape: "circle" };
}

export function cluster(id: string, rest: Partial<Cluster> = {}): Cluster {
  return { id, column: "c1", title: id, position: 0, points: null, ...rest };
}

/** An idea told by its number; it lies loose in the first column. */
export function idea(number: number, rest: Partial<Idea> = {}): Idea {
  return {
    id: `i${number}`, number, column: "c1", cluster: null, text: `idé ${number}`, author: null, status: "shown", position: number * 10,
    created_at: AT, edited_at: null, merged: [], merged_texts: [], merged_ids: [], points: null, comments: 0, room: true, ...rest,
  };
} // prettier-ignore
