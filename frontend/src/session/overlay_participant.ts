import type { State } from "../protocol/types";
import { draftIdea, hasIdea, mapIdea, type Rules } from "./overlay";

function withMe(state: State, fields: Partial<NonNullable<State["me"]>>): State {
  return state.me ? { ...state, me: { ...state.me, ...fields } } : state;
}

/** How a participant's own commands look before the server's word has come back. */
export const participantRules: Rules = {
  "idea.capture": {
    apply(state, args, context) {
      if (!state.me || hasIdea(state, args.idea)) return state;
      const own = state.me.own.includes(args.idea) ? state.me.own : [...state.me.own, args.idea];
      return withMe(state, { own, ideas: [...state.me.ideas, draftIdea(args, context)] });
    },
    seen: (state, args) => hasIdea(state, args.idea),
  },
  "idea.edit": {
    apply: (state, args) => mapIdea(state, args.idea, (idea) => ({ ...idea, text: args.text.trim().normalize("NFC") })),
  },
  "idea.withdraw": {
    apply(state, args) {
      const others = state.ideas.filter((idea) => idea.id !== args.idea);
      const me = state.me && { ...state.me, ideas: state.me.ideas.filter((idea) => idea.id !== args.idea) };
      return { ...state, ideas: others, me };
    },
  },
  "vote.set": {
    apply(state, args) {
      if (!state.me) return state;
      const before = state.me.points[args.target] ?? 0;
      const points = { ...state.me.points, [args.target]: args.points };
      return withMe(state, { points, points_left: state.me.points_left + before - args.points });
    },
    seen: (state, args) => (state.me?.points[args.target] ?? 0) === args.points,
    about: (args) => `vote ${args.target}`,
  },
  "vote.done": {
    apply: (state, args) => withMe(state, { done: args.done }),
    seen: (state, args) => state.me?.done === args.done,
    about: () => "done",
  },
  "hand.raise": {
    apply: (state) => withMe(state, { hand: true }),
    seen: (state) => state.me?.hand === true,
    about: () => "hand",
  },
  "hand.lower": {
    apply: (state) => withMe(state, { hand: false }),
    seen: (state) => state.me?.hand === false,
    about: () => "hand",
  },
  "summary.request": {
    apply: (state) => withMe(state, { summary: true }),
    seen: (state) => state.me?.summary === true,
    about: () => "summary",
  },
  "summary.withdraw": {
    apply: (state) => withMe(state, { summary: false }),
    seen: (state) => state.me?.summary === false,
    about: () => "summary",
  },
  "comment.add": {
    apply(state, args, { made }) {
      if (state.comments.some((comment) => comment.id === args.comment)) return state;
      const comment = { id: args.comment, idea: args.idea, text: args.text, author: null, created_at: new Date(made).toISOString() };
      const ideas = state.ideas.map((idea) => (idea.id === args.idea ? { ...idea, comments: idea.comments + 1 } : idea));
      return { ...state, ideas, comments: [...state.comments, comment] };
    },
    seen: (state, args) => state.comments.some((comment) => comment.id === args.comment),
  },
};
