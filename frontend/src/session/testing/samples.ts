import type { Activity, Cluster, Column, Idea, State, Workshop } from "../../protocol/types";

export const EPOCH = "e1";
export const T0 = "2026-06-23T11:00:00Z";

export function idea(id: string, fields: Partial<Idea> = {}): Idea {
  return {
    id,
    number: 1,
    column: "c1",
    cluster: null,
    text: `Text of ${id}`,
    author: null,
    status: "shown",
    position: 1,
    created_at: T0,
    edited_at: null,
    merged: [],
    merged_texts: [],
    merged_ids: [],
    points: null,
    comments: 0,
    room: true,
    ...fields,
  };
}

export function cluster(id: string, fields: Partial<Cluster> = {}): Cluster {
  return { id, column: "c1", title: `Title of ${id}`, position: 1, points: null, ...fields };
}

export function column(id: string, fields: Partial<Column> = {}): Column {
  return { id, title: `Column ${id}`, position: 1, shape: "circle", ...fields };
}

export function activity(id: string, kind: Activity["kind"], fields: Partial<Activity> = {}): Activity {
  const settings = {
    columns: null,
    review: false, hold_flagged: true,
    anonymous: true,
    max_chars: 280,
    max_ideas_per_person: null,
    tables: 0,
    show_others_after_s: 0,
    grace_s: 5,
    late_s: 300,
    while_grouping: false,
    comments: false,
    target: "ideas",
    model: "points",
    votes_per_person: 5,
    max_per_target: 2,
    show_results: "after_close",
    top_n: 4,
    prompt: null,
    max_actions: null,
    require_owner: false,
    require_due: false,
    default_due_in_days: 60,
  } as const;
  return { id, kind, title: "", minutes: 10, position: 1, settings: { ...settings }, started_at: null, closed_at: null, ...fields };
}

export function workshop(fields: Partial<Workshop> = {}): Workshop {
  return {
    id: "w1",
    code: "428617",
    title: "Omställning tillsammans",
    purpose: "",
    language: "sv",
    status: "open",
    activity: "a1",
    timer: { ends_at: null, paused_s: null },
    spotlight: null,
    totals: "hidden",
    settings: {},
    locked: false,
    voted: 0,
    done: 0,
    vote_activity: null,
    arena: null,
    starts_at: null,
    join_url: "http://localhost/j/428617",
    reported_at: null,
    took_part: null,
    tables: [],
    ...fields,
  };
}

export function state(fields: Partial<State> = {}): State {
  return {
    epoch: EPOCH,
    seq: 10,
    server_time: T0,
    workshop: workshop(),
    activities: [activity("a1", "collect"), activity("a2", "vote", { position: 2 })],
    columns: [column("c1"), column("c2", { position: 2, shape: "square" })],
    clusters: [],
    ideas: [],
    actions: [],
    comments: [],
    online: 1,
    hands: { count: 0 },
    me: { participant: "p1", name: "Ben", ideas: [], own: [], supports: [], points: {}, effort: {}, points_left: 5, done: false, hand: false, muted: false },
    ...fields,
  };
}
