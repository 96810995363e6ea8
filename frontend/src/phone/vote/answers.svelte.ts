import type { Activity } from "../../protocol/types";
import type { Phone } from "../phone.svelte";
import type { Target } from "../targets";
import { sendVote } from "./sent";

/** One answer: up or down, for, against or passed over, or two ratings. Null is none. */
export interface Said {
  points: number | null;
  effort: number | null;
}

/** One person's answers in a vote without a budget: giving, changing, undoing. */
export class Answers {
  #steps: { target: Target; before: Said }[] = $state.raw([]);
  /** Answers on their way into the outbox: the next one starts from these, though they are not shown yet. */
  readonly #planned = new Map<string, Said>();

  constructor(
    private readonly phone: Phone,
    private readonly activity: Activity,
  ) {}

  said(target: Target): Said {
    const me = this.phone.state?.me;
    return { points: me?.points[target.id] ?? null, effort: me?.effort?.[target.id] ?? null };
  }

  /** Whether nothing is left to say of it. */
  isAnswered(target: Target): boolean {
    const { points, effort } = this.said(target);
    return points !== null && (this.activity.settings.model !== "scale" || effort !== null);
  }

  get canUndo(): boolean {
    return this.#steps.length > 0;
  }

  /** Changes what is named of the answer; the rest stays. */
  give(target: Target, change: Partial<Said>): void {
    const before = this.#now(target);
    this.#steps = [...this.#steps, { target, before }];
    this.#send(target, { ...before, ...change });
  }

  /** Takes back the latest step; returns what it was about. */
  undo(): Target | null {
    const step = this.#steps.at(-1);
    if (!step) return null;
    this.#steps = this.#steps.slice(0, -1);
    this.#send(step.target, step.before);
    return step.target;
  }

  #now(target: Target): Said {
    return this.#planned.get(target.id) ?? this.said(target);
  }

  #send(target: Target, said: Said): void {
    this.#planned.set(target.id, said);
    const stored = () => {
      if (this.#planned.get(target.id) === said) this.#planned.delete(target.id);
    };
    const { id: activity, settings } = this.activity;
    const answer = settings.model === "scale" ? said : { points: said.points };
    void sendVote(this.phone, { name: "vote.set", args: { target: target.id, activity, ...answer } }, stored);
  }
}
