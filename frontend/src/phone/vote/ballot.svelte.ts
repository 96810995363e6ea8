import type { Activity, State } from "../../protocol/types";
import type { Phone } from "../phone.svelte";
import type { Target } from "../targets";
import { sayVoted, sendVote } from "./sent";

/** Votes placed on what is not shown any more: they still count against the budget. */
export function unseenVotes({ me }: State, shown: Target[]): { id: string; points: number }[] {
  const ids = new Set(shown.map(({ id }) => id));
  return Object.entries(me?.points ?? {}).flatMap(([id, points]) => (points > 0 && !ids.has(id) ? { id, points } : []));
}

/** One person's votes in one activity: placing, taking back, undoing. Says what happened. */
export class Ballot {
  /** Targets in the order that votes were placed (+1) and taken (-1), for undo. */
  #steps: { target: Target; by: 1 | -1 }[] = $state.raw([]);
  /** Points on their way into the outbox: a second tap counts from these, though they are not shown yet. */
  readonly #planned = new Map<string, number>();

  constructor(
    private readonly phone: Phone,
    private readonly activity: Activity,
    targets: Target[],
  ) {
    // Votes from before a reload can be undone as well, in the order of the list.
    this.#steps = targets.flatMap((target) => Array.from({ length: this.points(target) }, () => ({ target, by: 1 as const })));
  }

  get left(): number {
    const placed = Object.values(this.phone.state?.me?.points ?? {}).reduce((sum, points) => sum + points, 0);
    return Math.max(0, this.budget - placed);
  }

  get budget(): number {
    return this.activity.settings.votes_per_person;
  }

  get canUndo(): boolean {
    return this.#steps.length > 0;
  }

  points(target: Target): number {
    return this.phone.state?.me?.points[target.id] ?? 0;
  }

  canAdd(target: Target): boolean {
    return this.left > 0 && this.points(target) < this.activity.settings.max_per_target;
  }

  add(target: Target): void {
    if (this.#plannedLeft() <= 0) return this.#say("vote_said_spent");
    const cap = this.activity.settings.max_per_target;
    if (this.#plannedPoints(target.id) >= cap) return this.#say("vote_said_cap", { n: cap });
    this.#steps = [...this.#steps, { target, by: 1 }];
    this.#change(target, 1);
  }

  take(target: Target): void {
    if (this.#plannedPoints(target.id) === 0) return;
    this.#steps = [...this.#steps, { target, by: -1 }];
    this.#change(target, -1);
  }

  /** Takes back all that lies on something that is not shown any more; placing it there again is not offered. */
  takeBack(target: Pick<Target, "id" | "title">): void {
    const points = this.#plannedPoints(target.id);
    this.#steps = this.#steps.filter((step) => step.target.id !== target.id);
    if (points > 0) this.#change(target, -points);
  }

  /** Takes back the latest step that can be. */
  undo(): void {
    const step = this.#steps.at(-1);
    if (!step) return;
    this.#steps = this.#steps.slice(0, -1);
    const back = step.by === 1 ? -1 : 1;
    const can = back === -1 ? this.#plannedPoints(step.target.id) > 0 : this.#plannedLeft() > 0;
    if (can) this.#change(step.target, back);
  }

  #plannedPoints(id: string): number {
    return this.#planned.get(id) ?? this.phone.state?.me?.points[id] ?? 0;
  }

  #plannedLeft(): number {
    const ids = new Set([...Object.keys(this.phone.state?.me?.points ?? {}), ...this.#planned.keys()]);
    return this.budget - [...ids].reduce((sum, id) => sum + this.#plannedPoints(id), 0);
  }

  #change(target: Pick<Target, "id" | "title">, by: number): void {
    const points = this.#plannedPoints(target.id) + by;
    this.#planned.set(target.id, points);
    const left = this.#plannedLeft();
    this.#say(by > 0 ? "vote_said_add" : "vote_said_take", { title: target.title, n: left });
    if (left === 0) this.#say("vote_said_spent");
    const stored = () => {
      if (this.#planned.get(target.id) === points) this.#planned.delete(target.id);
    };
    void sendVote(this.phone, { name: "vote.set", args: { target: target.id, points, activity: this.activity.id } }, stored);
  }

  #say(key: "vote_said_spent" | "vote_said_cap" | "vote_said_add" | "vote_said_take", values = {}): void {
    sayVoted(this.phone, this.phone.t(key, values));
  }
}
