import type { Cluster, Event, Events, HandsFrame, Idea, State, You } from "../protocol/types";

type Tally = Extract<Event, { type: "tally.changed" }>;

type WithId = { id: string };

function upsert<T extends WithId>(list: T[], item: T): T[] {
  const at = list.findIndex((other) => other.id === item.id);
  return at < 0 ? [...list, item] : list.with(at, item);
}

function without<T extends WithId>(list: T[], id: string): T[] {
  return list.some((item) => item.id === id) ? list.filter((item) => item.id !== id) : list;
}

/** Staff keep seeing points and pending ideas; they are the ones who are told who takes part. */
function isStaff(state: State): boolean {
  return state.participants != null;
}

/** Whether it is there, by itself or as a part of another. */
export function hasIdea({ ideas, me }: State, id: string): boolean {
  return ideas.some((idea) => isOf(idea, id)) || (me?.ideas.some((idea) => idea.id === id) ?? false);
}

function withIdea(state: State, idea: Idea): State {
  const me = state.me && { ...state.me, ideas: without(state.me.ideas, idea.id) };
  return { ...state, ideas: upsert(state.ideas, idea), me };
}

/** Whether this is what is talked about, by itself or as a part of the idea. */
export function isOf(idea: Pick<Idea, "id" | "merged_ids">, about: string): boolean {
  return idea.id === about || idea.merged_ids.includes(about);
}

function withoutIdea(state: State, id: string): State {
  const me = state.me && { ...state.me, ideas: without(state.me.ideas, id) };
  return { ...state, ideas: without(state.ideas, id), me };
}

/** With what is said about it and about its parts. */
function withoutThread(state: State, id: string): State {
  const gone = state.ideas.find((idea) => idea.id === id) ?? { id, merged_ids: [] };
  return { ...withoutIdea(state, id), comments: state.comments.filter((comment) => !isOf(gone, comment.idea)) };
}

function withCluster(state: State, cluster: Cluster): State {
  return { ...state, clusters: upsert(state.clusters, cluster) };
}

function withoutCluster(state: State, id: string, heir: string | null): State {
  const ideas = state.ideas.map((idea) => (idea.cluster === id ? { ...idea, cluster: heir } : idea));
  return { ...state, clusters: without(state.clusters, id), ideas };
}

function withComments(state: State, of: { idea: string; comments: number }, comments: State["comments"]): State {
  return { ...state, comments, ideas: state.ideas.map((idea) => (isOf(idea, of.idea) ? { ...idea, comments: of.comments } : idea)) };
}

type Standing = Pick<Idea, "points" | "answers">;

/** Of all that can be voted on, one's own that the room does not see included. */
function withStandings(state: State, standing: (id: string, now: Standing) => Standing): State {
  const { ideas, clusters, me } = state;
  const all = <T extends WithId & Standing>(list: T[]) => list.map((one) => ({ ...one, ...standing(one.id, one) }));
  return { ...state, ideas: all(ideas), clusters: all(clusters), me: me && { ...me, ideas: all(me.ideas) } };
}

/** How a target stands by an event. One that has answers and no points has too few of them to be told. */
function told({ points, answers = {} }: Pick<Tally, "points" | "answers">, id: string): Standing | null {
  if (!(id in points) && !(id in answers)) return null;
  return { points: points[id] ?? null, answers: answers[id] ?? null };
}

function withTotals(state: State, totals: State["workshop"]["totals"]): State {
  return { ...state, workshop: { ...state.workshop, totals } };
}

/** A vote that starts begins with nothing placed; a vote that goes on keeps what was placed. */
function withNewBallot(state: State, before: State): State {
  const vote = state.workshop.vote_activity;
  if (!state.me || vote === before.workshop.vote_activity) return state;
  const budget = state.activities.find(({ id }) => id === vote)?.settings.votes_per_person ?? 0;
  return { ...state, me: { ...state.me, points: {}, effort: {}, points_left: budget, done: false } };
}

/** What stands in a ballot already is of the vote that begins with what comes now. */
function withBallotOf({ me: told }: State, state: State): State {
  if (!told || !state.me) return state;
  const { points, effort, points_left, done } = told;
  return { ...state, me: { ...state.me, points, points_left, done, ...(effort && { effort }) } };
}

/** The state after one event. Applying the same event twice gives the same state. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "idea.captured":
    case "idea.edited":
    case "idea.erased":
    case "idea.shown":
    case "idea.moved":
      return withIdea(state, event.idea);
    case "idea.hidden":
      return event.idea ? withIdea(state, event.idea) : withoutThread(state, event.id);
    case "idea.withdrawn":
      return withoutThread(state, event.id);
    case "idea.merged":
      return withIdea(withoutIdea(state, event.id), event.into);
    case "idea.split":
      return withIdea(withIdea(state, event.from), event.idea);
    case "cluster.created":
    case "cluster.renamed":
    case "cluster.moved":
      return withCluster(state, event.cluster);
    case "cluster.merged":
      return withCluster(withoutCluster(state, event.id, event.into.id), event.into);
    case "cluster.removed":
      return withoutCluster(state, event.id, null);
    case "comment.added":
      return withComments(state, event, upsert(state.comments, { ...event.comment, idea: event.idea }));
    case "comment.removed":
      return withComments(state, event, without(state.comments, event.id));
    case "support.changed": {
      const { supports } = event;
      return { ...state, ideas: state.ideas.map((idea) => (idea.id in supports ? { ...idea, supports: supports[idea.id]! } : idea)) };
    }
    case "activity.started":
      return withNewBallot({ ...state, workshop: event.workshop, activities: event.activities ?? state.activities }, state);
    case "workshop.opened":
    case "workshop.closed":
    case "workshop.reopened":
    case "workshop.locked":
    case "workshop.unlocked":
    case "timer.set":
    case "spotlight.set":
    case "table.changed":
      return { ...state, workshop: event.workshop, activities: event.activities ?? state.activities };
    case "workshop.changed":
      return {
        ...state,
        workshop: event.workshop,
        activities: event.activities ?? state.activities,
        columns: event.columns ?? state.columns,
      };
    case "totals.shown":
      // Its leaders knew them before, and of what the room does not see the event says nothing.
      return withTotals(withStandings(state, (id, now) => told(event, id) ?? (isStaff(state) ? now : { points: 0, answers: null })), "shown");
    case "totals.hidden":
      return withTotals(isStaff(state) ? state : withStandings(state, () => ({ points: null, answers: null })), "hidden");
    case "tally.changed": {
      const moved = withStandings(state, (id, { points, answers }) => told(event, id) ?? { points, answers });
      return { ...moved, workshop: { ...moved.workshop, voted: event.voted, done: event.done } };
    }
    case "action.created":
    case "action.updated":
      return { ...state, actions: upsert(state.actions, event.action) };
    case "action.removed":
      return { ...state, actions: without(state.actions, event.id) };
    case "suggestion.made":
    case "suggestion.changed":
      return { ...state, suggestions: upsert(state.suggestions ?? [], event.suggestion) };
    case "suggestion.withdrawn":
      return { ...state, suggestions: without(state.suggestions ?? [], event.id) };
    case "participant.joined":
    case "participant.muted":
    case "participant.unmuted":
      return { ...state, participants: upsert(state.participants ?? [], event.participant) };
    case "report.sent":
      return { ...state, workshop: event.workshop ?? state.workshop };
    default:
      // A newer server may tell of things this client does not know.
      return state;
  }
}

export type Received = { state: State; missed: boolean };

/**
 * Applies a frame of events by the rules for `after` and `upto`. `missed` says that something before it is lacking. `ballotSeq`: as
 * of when one's own votes are told.
 */
export function receive(state: State, frame: Pick<Events, "after" | "upto" | "events">, ballotSeq = 0): Received {
  if (frame.upto <= state.seq) return { state, missed: false };
  if (frame.after > state.seq) return { state, missed: true };
  const fresh = frame.events.filter((event) => event.seq > state.seq);
  const apply = (now: State, event: Event) => (event.seq <= ballotSeq ? withBallotOf(now, reduce(now, event)) : reduce(now, event));
  return { state: { ...fresh.reduce(apply, state), seq: frame.upto }, missed: false };
}

/** Raised hands are told whole: a place in the queue that is not told is none. */
export function receiveHands(state: State, { type: _, ...hands }: HandsFrame): State {
  return { ...state, hands };
}

/** Takes over the fields that came; each is whole. Shown ideas are never among one's own hidden ones. */
export function receiveYou(state: State, you: You): State {
  if (!state.me) return state;
  const { type: _, ...fields } = you;
  const told = Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
  return { ...state, me: { ...state.me, ...told } };
}
