import type { Action, Idea, State, Suggestion } from "../protocol/types";
import { draftIdea, mapIdea, type Rules } from "./overlay";
import { hasIdea, isOf } from "./reducer";

function setStatus(state: State, ids: string[], status: Idea["status"]): State {
  return ids.reduce((now, id) => mapIdea(now, id, (idea) => ({ ...idea, status })), state);
}

function mapAction(state: State, id: string, change: (action: Action) => Action): State {
  return { ...state, actions: state.actions.map((action) => (action.id === id ? change(action) : action)) };
}

/** A suggestion that became an action, or that is none any more. */
function mapSuggestion(state: State, is: (one: Suggestion) => boolean, fields: Partial<Suggestion>): State {
  return { ...state, suggestions: state.suggestions?.map((one) => (is(one) ? { ...one, ...fields } : one)) };
}

/** Leaves out fields that were not sent: they stay as they are. */
function sent<T extends object>(fields: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as never;
}

/** How a facilitator's own commands look before the server's word has come back. */
export const staffRules: Rules = {
  "idea.capture": {
    apply: (state, args, context) =>
      hasIdea(state, args.idea) ? state : { ...state, ideas: [...state.ideas, draftIdea(args, context)] },
    seen: (state, args) => hasIdea(state, args.idea),
  },
  "idea.edit": {
    apply: (state, args) => mapIdea(state, args.idea, (idea) => ({ ...idea, text: args.text.trim() })),
    about: (args) => `text ${args.idea}`,
  },
  "idea.withdraw": { apply: (state, args) => ({ ...state, ideas: state.ideas.filter((idea) => idea.id !== args.idea) }) },
  "idea.show": { apply: (state, args) => setStatus(state, args.ideas, "shown") },
  "idea.hide": { apply: (state, args) => setStatus(state, args.ideas, "hidden") },
  "idea.move": {
    apply: (state, args) =>
      mapIdea(state, args.idea, (idea) => ({
        ...idea,
        column: args.column ?? idea.column,
        cluster: args.cluster === undefined ? idea.cluster : args.cluster,
      })),
  },
  "cluster.create": {
    apply(state, args) {
      if (state.clusters.some((cluster) => cluster.id === args.cluster)) return state;
      const cluster = { id: args.cluster, column: args.column ?? null, title: args.title, position: Number.MAX_SAFE_INTEGER, points: null };
      const ideas = state.ideas.map((idea) => (args.ideas?.includes(idea.id) ? { ...idea, cluster: args.cluster } : idea));
      return { ...state, clusters: [...state.clusters, cluster], ideas };
    },
  },
  "cluster.rename": {
    apply: (state, args) => ({
      ...state,
      clusters: state.clusters.map((cluster) => (cluster.id === args.cluster ? { ...cluster, title: args.title } : cluster)),
    }),
    about: (args) => `title ${args.cluster}`,
  },
  "cluster.remove": {
    apply: (state, args) => ({
      ...state,
      clusters: state.clusters.filter((cluster) => cluster.id !== args.cluster),
      ideas: state.ideas.map((idea) => (idea.cluster === args.cluster ? { ...idea, cluster: null } : idea)),
    }),
  },
  "comment.remove": {
    apply(state, args) {
      const gone = state.comments.find((comment) => comment.id === args.comment);
      if (!gone) return state;
      const ideas = state.ideas.map((idea) => (isOf(idea, gone.idea) ? { ...idea, comments: idea.comments - 1 } : idea));
      return { ...state, ideas, comments: state.comments.filter((comment) => comment !== gone) };
    },
  },
  "timer.set": {
    apply: (state, args) => ({
      ...state,
      workshop: { ...state.workshop, timer: { ends_at: args.ends_at ?? null, paused_s: args.paused_s ?? null } },
    }),
    about: () => "timer",
  },
  // The server's word on it moves more than the step.
  "activity.start": { apply: (state) => state, about: () => "step" },
  "spotlight.set": {
    apply: (state, args) => ({ ...state, workshop: { ...state.workshop, spotlight: args.idea ?? null } }),
    about: () => "spotlight",
  },
  "action.create": {
    apply(before, { action: id, suggestion, ...fields }) {
      if (before.actions.some((action) => action.id === id)) return before;
      const state = mapSuggestion(before, (one) => one.id === suggestion, { status: "taken", action: id });
      const blank: Action = { id, title: "", owner_name: "", owner_org: "", owner_email: "", due_on: null, status: "open", ideas: [] };
      return { ...state, actions: [...state.actions, { ...blank, ...sent(fields) }] };
    },
  },
  "action.update": {
    apply: (state, { action: id, ...fields }) => mapAction(state, id, (action) => ({ ...action, ...sent(fields) })),
  },
  "action.remove": {
    apply(before, args) {
      const state = mapSuggestion(before, (one) => one.action === args.action, { status: "waiting", action: null });
      return { ...state, actions: state.actions.filter((action) => action.id !== args.action) };
    },
  },
  "suggestion.decline": {
    apply: (state, args) => mapSuggestion(state, (one) => one.id === args.suggestion, { status: "declined" }),
  },
  "suggestion.restore": {
    apply: (state, args) => mapSuggestion(state, (one) => one.id === args.suggestion, { status: "waiting" }),
  },
};
