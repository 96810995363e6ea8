import type { ActivitySettings, CommandArgs, CommandName, State } from "../protocol/types";
import { draftIdea, mapIdea, type Rule, type Rules } from "./overlay";
import { hasIdea } from "./reducer";
import { isSupported, supportOfOthers } from "./support";

function withMe(state: State, fields: Partial<NonNullable<State["me"]>>): State {
  return state.me ? { ...state, me: { ...state.me, ...fields } } : state;
}

function voteModel(state: State): ActivitySettings["model"] {
  return state.activities.find(({ id }) => id === state.workshop.vote_activity)?.settings.model ?? "points";
}

/** Whether it was given in another vote than the one that `me` tells of. */
function isOfAnother(state: State, { activity }: { activity?: string | null }): boolean {
  return activity != null && activity !== state.workshop.vote_activity;
}

/** What `me` will say: no entry where there is no answer. Only passing a card over is an answer of 0. */
function saidPoints(state: State, args: CommandArgs["vote.set"]): number | null {
  return args.points || (voteModel(state) === "agree" ? args.points : null);
}

function hasSuggestion({ me }: State, id: string): boolean {
  return me?.suggestions?.some((one) => one.id === id) ?? false;
}

function withAnswer(answers: Record<string, number>, target: string, answer: number | null): Record<string, number> {
  const { [target]: _, ...others } = answers;
  return answer === null ? others : { ...others, [target]: answer };
}

/** For a command that only says how something of one's own is now. */
function sets(field: "hand" | "summary", value: boolean): Rule<CommandName> {
  return {
    apply: (state) => withMe(state, { [field]: value }),
    seen: (state) => state.me?.[field] === value,
    about: () => field,
  };
}

const NO_TABLE: Rule<CommandName> = {
  apply: (state) => withMe(state, { table: 0 }),
  seen: (state) => !state.me?.table,
  about: () => "table",
};

/** How a participant's own commands look before the server's word has come back. */
export const participantRules: Rules = {
  "idea.capture": {
    apply(state, args, context) {
      if (!state.me) return state;
      const own = state.me.own.includes(args.idea) ? state.me.own : [...state.me.own, args.idea];
      // The room's word of it may come before the one that it is one's own.
      if (hasIdea(state, args.idea)) return withMe(state, { own });
      const table = (args.table ?? state.me.table) || null;
      return withMe(state, { own, ideas: [...state.me.ideas, { ...draftIdea(args, context), table }] });
    },
    // The room's word of it, which comes apart from the one that it is one's own, is not enough.
    seen: (state, args) => hasIdea(state, args.idea) && (state.me?.own.includes(args.idea) ?? true),
    about: (args) => `idea ${args.idea}`,
  },
  "idea.edit": {
    apply: (state, args) => mapIdea(state, args.idea, (idea) => ({ ...idea, text: args.text.trim().normalize("NFC") })),
    about: (args) => `text ${args.idea}`,
  },
  "idea.withdraw": {
    apply(state, args) {
      const others = state.ideas.filter((idea) => idea.id !== args.idea);
      const me = state.me && { ...state.me, ideas: state.me.ideas.filter((idea) => idea.id !== args.idea) };
      return { ...state, ideas: others, me };
    },
    seen: (state, args) => !hasIdea(state, args.idea),
    about: (args) => `idea ${args.idea}`,
  },
  "idea.restore": {
    // Until the server has brought it back it stays away.
    apply: (state, { idea: id }) => (state.me && hasIdea(state, id) && !state.me.own.includes(id) ? withMe(state, { own: [...state.me.own, id] }) : state),
    seen: (state, args) => hasIdea(state, args.idea) && (state.me?.own.includes(args.idea) ?? true),
    about: (args) => `idea ${args.idea}`,
  },
  "idea.support": {
    apply(state, { idea: id, on }, { result }) {
      const isTold = isSupported(state, id) === on;
      // One's own view comes before the number that counts it.
      if (isTold && result && state.seq >= (result.seq ?? 0)) return state;
      // Without the answer it is not known whether the number counts one already; it is one at least.
      if (isTold && !result) return on ? mapIdea(state, id, (idea) => ({ ...idea, supports: Math.max(1, idea.supports ?? 0) })) : state;
      const counted = mapIdea(state, id, (idea) => ({ ...idea, supports: (idea.supports ?? 0) + (on ? 1 : -1) }));
      return isTold ? counted : withMe(counted, { supports: [...supportOfOthers(state, id), ...(on ? [id] : [])] });
    },
    seen: (state, args) => isSupported(state, args.idea) === args.on,
    about: (args) => `support ${args.idea}`,
  },
  "vote.set": {
    apply(state, args) {
      if (!state.me || isOfAnother(state, args)) return state;
      const { points, effort } = state.me;
      const counted = voteModel(state) === "points";
      return withMe(state, {
        points: counted ? { ...points, [args.target]: args.points ?? 0 } : withAnswer(points, args.target, saidPoints(state, args)),
        effort: withAnswer(effort ?? {}, args.target, args.effort || null),
        points_left: state.me.points_left + (counted ? (points[args.target] ?? 0) - (args.points ?? 0) : 0),
      });
    },
    seen: (state, args) => {
      const { points = {}, effort = {} } = state.me ?? {};
      const said = saidPoints(state, args);
      if (isOfAnother(state, args)) return true;
      return (points[args.target] ?? null) === said && (effort[args.target] ?? null) === (args.effort || null);
    },
    about: (args) => `vote ${args.activity} ${args.target}`,
  },
  "vote.done": {
    apply: (state, args) => (isOfAnother(state, args) ? state : withMe(state, { done: args.done })),
    seen: (state, args) => isOfAnother(state, args) || state.me?.done === args.done,
    about: (args) => `done ${args.activity}`,
  },
  "hand.raise": sets("hand", true),
  "hand.lower": sets("hand", false),
  "table.take": {
    apply: (state, args) => withMe(state, { table: args.table }),
    seen: (state, args) => state.me?.table === args.table,
    about: () => "table",
  },
  "table.pass": NO_TABLE,
  "table.leave": NO_TABLE,
  "summary.request": sets("summary", true),
  "summary.withdraw": sets("summary", false),
  "action.suggest": {
    apply(state, { suggestion: id, title }) {
      const { suggestions = [] } = state.me ?? {};
      if (suggestions.some((one) => one.id === id)) return state;
      return withMe(state, { suggestions: [...suggestions, { id, title, status: "waiting", action: null, created_at: "" }] });
    },
    seen: (state, args) => hasSuggestion(state, args.suggestion),
    about: (args) => `suggestion ${args.suggestion}`,
  },
  "suggestion.withdraw": {
    apply: (state, args) => withMe(state, { suggestions: state.me?.suggestions?.filter(({ id }) => id !== args.suggestion) }),
    seen: (state, args) => !hasSuggestion(state, args.suggestion),
    about: (args) => `suggestion ${args.suggestion}`,
  },
  "comment.add": {
    apply(state, args, { made }) {
      if (state.comments.some((comment) => comment.id === args.comment)) return state;
      const comment = { id: args.comment, idea: args.idea, text: args.text, author: null, created_at: new Date(made).toISOString() };
      const ideas = state.ideas.map((idea) => (idea.id === args.idea ? { ...idea, comments: idea.comments + 1 } : idea));
      return { ...state, ideas, comments: [...state.comments, comment] };
    },
  },
};
