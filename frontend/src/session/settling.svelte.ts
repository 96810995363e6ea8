import type { State } from "../protocol/types";
import { type Rules, type Speculation, unseen } from "./overlay";

/**
 * `epoch`: which database answered. `isTold`: what concerns only oneself has been told since, by `you` or a snapshot. `isAsked`: that
 * has been asked for.
 */
export interface Settled extends Speculation {
  epoch: string;
  isTold: boolean;
  isAsked: boolean;
}

/** What the server took, and is on its way back as events. */
export class Settling {
  items: Settled[] = $state.raw([]);

  constructor(private readonly rules: () => Rules) {}

  add(item: Omit<Settled, "isAsked">): void {
    this.items = [...this.items, { ...item, isAsked: false }];
  }

  /** One's own view has been told as of this state. */
  toldOwn(state: State): void {
    this.items = this.items.map((item) => (!item.isTold && isReached(item, state) ? { ...item, isTold: true } : item));
  }

  /** Lets go of what this state shows, and of that which is something else since, by all that was told. */
  drop(state: State): void {
    const isOpen = (item: Settled) => item.epoch === state.epoch && !(item.isTold && isReached(item, state));
    const left = unseen(state, this.items, this.rules()).filter(isOpen);
    if (left.length !== this.items.length) this.items = left;
  }

  /**
   * One's own view of what was answered another way may have come before the answer, and then comes no more: it is asked for, once.
   * `ask` says whether that has left.
   */
  askFor(state: State, ask: () => boolean): void {
    const isDue = (item: Settled) => !item.isTold && !item.isAsked && isReached(item, state);
    if (this.items.some(isDue) && ask()) this.items = this.items.map((item) => (isDue(item) ? { ...item, isAsked: true } : item));
  }
}

/** Whether the state has what the room was told of it. */
function isReached({ epoch, result }: Settled, state: State): boolean {
  return epoch === state.epoch && state.seq >= (result?.seq ?? 0);
}
