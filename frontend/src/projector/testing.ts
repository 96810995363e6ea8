import type { Activity, Cluster, Idea, State } from "../protocol/types";

/** States for tests of the screen: what is not named is as in a quiet meeting. */
export function state(parts: Partial<Omit<State, "workshop">> & { workshop?: Partial<State["workshop"]> } = {}): State {
  const { workshop, ...rest } = parts;
  return {
    epoch: "e",
    seq: 1,
    server_time: "2026-06-23T11:00:00.000Z",
    activities: [],
    columns: [],
    clusters: [],
    ideas: [],
    actions: [],
    comments: [],
    online: 0,
    hands: { count: 0 },
    me: null,
    ...rest,
    workshop: {
      id: "w",
      code: "428617",
      title: "Omställning tillsammans",
      purpose: "",
      language: "sv",
      status: "open",
      activity: null,
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
      join_url: "https://ideahub.example/q/x",
      reported_at: null,
      took_part: null,
      tables: [],
      ...workshop,
    },
  };
}

export function activity(kind: Activity["kind"], settings: Partial<Activity["settings"]> = {}): Activity {
  return {
    id: kind,
    kind,
    title: kind,
    minutes: null,
    position: 0,
    started_at: null,
    closed_at: null,
    settings: settings as Activity["settings"],
  };
}

export function cluster(id: string): Cluster {
  return { id, column: null, title: id, position: 0, points: null };
}

export function idea(number: number, parts: Partial<Idea> = {}): Idea {
  return {
    id: `idea-${number}`,
    number,
    column: null,
    cluster: null,
    text: `Idé ${number}`,
    author: null,
    status: "shown",
    position: number,
    created_at: "2026-06-23T11:00:00.000Z",
    edited_at: null,
    merged: [],
    merged_ids: [],
    merged_texts: [],
    points: null,
    comments: 0,
    room: true,
    ...parts,
  };
}
