import { newId } from "../session/ids";
import type { Action, Cluster, Idea, Order, State } from "./types";

const MOST_STEPS = 20;

/** One thing somebody did, and what takes it back: orders, or `here` for what was done on this device alone. */
export interface Step {
  text: string;
  back: Order[];
  here?: () => void;
}

/** A person's own latest steps. What others do is not among them. */
export class UndoStack {
  #steps: Step[] = [];

  push(step: Step): void {
    this.#steps = [...this.#steps, step].slice(-MOST_STEPS);
  }

  pop(): Step | undefined {
    return this.#steps.pop();
  }

  has(step: Step): boolean {
    return this.#steps.includes(step);
  }

  /** Takes out a step that came to nothing. */
  remove(step: Step): void {
    this.#steps = this.#steps.filter((one) => one !== step);
  }

  get size(): number {
    return this.#steps.length;
  }
}

/** The orders that take `order` back, given the state before it. Empty when it cannot be taken back. */
export function inverse(before: State, order: Order): Order[] {
  switch (order.name) {
    case "idea.move":
      return withFound(before.ideas, order.args.idea, (idea) => [putBack(before, idea)]);
    case "idea.edit":
      return withFound(before.ideas, order.args.idea, (idea) => [{ name: "idea.edit", args: { idea: idea.id, text: idea.text } }]);
    case "idea.show":
      return hideAgain(before, order.args.ideas);
    case "idea.hide":
      return showAgain(before, order.args.ideas);
    case "idea.merge":
      return withFound(before.ideas, order.args.idea, (idea) => takenOut(before, idea));
    case "cluster.create":
      return [
        { name: "cluster.remove", args: { cluster: order.args.cluster } },
        ...membersBack(before, order.args.ideas ?? []),
      ];
    case "cluster.rename":
      return withFound(before.clusters, order.args.cluster, ({ id, title }) => [
        { name: "cluster.rename", args: { cluster: id, title } },
      ]);
    case "cluster.move":
      return withFound(before.clusters, order.args.cluster, (cluster) => [clusterBack(before, cluster)]);
    case "cluster.merge":
    case "cluster.remove":
      return withFound(before.clusters, order.args.cluster, ({ id }) => [restored(before, id)]);
    case "comment.remove":
      return [{ name: "comment.restore", args: order.args }];
    case "spotlight.set":
      return [{ name: "spotlight.set", args: { idea: before.workshop.spotlight } }];
    case "totals.show":
      return [{ name: "totals.hide", args: {} }];
    case "totals.hide":
      return [{ name: "totals.show", args: {} }];
    case "action.create":
      return [{ name: "action.remove", args: { action: order.args.action } }];
    case "action.update":
      return withFound(before.actions, order.args.action, (action) => [
        { name: "action.update", args: { action: action.id, ...fieldsOf(action) } },
      ]);
    case "action.remove":
      return withFound(before.actions, order.args.action, (action) => [
        { name: "action.create", args: { action: newId(), ...fieldsOf(action), suggestion: originOf(before, action) } },
      ]);
    case "suggestion.decline":
      return [{ name: "suggestion.restore", args: order.args }];
    case "suggestion.restore":
      return [{ name: "suggestion.decline", args: order.args }];
    case "participant.mute":
      return [{ name: "participant.unmute", args: order.args }];
    case "participant.unmute":
      return [{ name: "participant.mute", args: order.args }];
    default:
      return [];
  }
}

/** The inverses of several orders done as one step, last first. */
export function inverseOfAll(before: State, orders: Order[]): Order[] {
  return [...orders].reverse().flatMap((order) => inverse(before, order));
}

function withFound<T extends { id: string }>(list: T[], id: string, back: (found: T) => Order[]): Order[] {
  const found = list.find((one) => one.id === id);
  return found ? back(found) : [];
}

function putBack(before: State, idea: Idea): Order {
  const siblings = before.ideas
    .filter((other) => other.cluster === idea.cluster && other.column === idea.column && other.id !== idea.id)
    .sort((a, b) => a.position - b.position || a.number - b.number);
  const next = siblings.find((other) => other.position > idea.position);
  return { name: "idea.move", args: { idea: idea.id, column: idea.column, cluster: idea.cluster, before: next?.id ?? null } };
}

/** Out of the idea it was merged into, and back where it stood, with what was merged into it before: the parts of a part are parts of the whole. */
function takenOut(before: State, idea: Idea): Order[] {
  const parts = idea.merged_ids ?? [];
  return [
    ...[idea.id, ...parts].map((one): Order => ({ name: "idea.split", args: { idea: one } })),
    ...parts.map((one): Order => ({ name: "idea.merge", args: { idea: one, into: idea.id } })),
    putBack(before, idea),
  ];
}

/** Only those that stood in another group: the rest are loose again once the new group is gone. */
function membersBack(before: State, ids: string[]): Order[] {
  const moved = before.ideas.filter((idea) => ids.includes(idea.id) && idea.cluster !== null);
  return moved.map((idea) => putBack(before, idea));
}

/** An idea that waited for review cannot wait again: taking the showing back hides it. */
function hideAgain(before: State, ids: string[]): Order[] {
  const shown = before.ideas.filter((idea) => ids.includes(idea.id) && idea.status !== "shown");
  const reason = shown.find((idea) => idea.status === "hidden")?.reason ?? null;
  return shown.length ? [{ name: "idea.hide", args: { ideas: shown.map((idea) => idea.id), reason } }] : [];
}

/** Only what the room had seen is shown again; nothing slips past the review by an undo. */
function showAgain(before: State, ids: string[]): Order[] {
  const seen = before.ideas.filter((idea) => ids.includes(idea.id) && idea.status === "shown").map((idea) => idea.id);
  return seen.length ? [{ name: "idea.show", args: { ideas: seen } }] : [];
}

function clusterBack(before: State, cluster: Cluster): Order {
  const next = before.clusters
    .filter((other) => other.column === cluster.column && other.position > cluster.position)
    .sort((a, b) => a.position - b.position)[0];
  return { name: "cluster.move", args: { cluster: cluster.id, column: cluster.column, before: next?.id ?? null } };
}

/** A cluster that is gone comes back with the ideas it had; the server knows its votes. */
function restored(before: State, cluster: string): Order {
  const ideas = before.ideas.filter((idea) => idea.cluster === cluster).map((idea) => idea.id);
  return { name: "cluster.restore", args: { cluster, ideas } };
}

/** The suggestion that it was made from. */
function originOf(before: State, action: Action): string | null {
  return before.suggestions?.find((one) => one.action === action.id)?.id ?? null;
}

function fieldsOf(action: Action) {
  return {
    title: action.title,
    owner_name: action.owner_name,
    owner_org: action.owner_org,
    owner_email: action.owner_email ?? "",
    due_on: action.due_on,
    status: action.status,
    ideas: action.ideas,
  };
}
