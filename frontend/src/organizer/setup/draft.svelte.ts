import { Refused, Unreachable } from "../../session/http";
import { api as realApi, Conflict, FieldRefused } from "../api";
import { arrived, changedKeys, merge, pick, planOf, same, type PlanKey } from "../plan";
import type { Plan, Setup } from "../types";
import type { Kept } from "./kept";

const PAUSE_MS = 600;
/** Whoever types without a pause is saved as often as this. */
const LONGEST_MS = 5000;
const RETRY_MS = 4000;
/** Only one of those that got no answer can have arrived: one of the first, or the last. */
const MOST_SENT = 6;

export type Saving =
  | { kind: "saved"; at: number | null }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "refused"; detail: string; field: string | null }
  | { kind: "conflict"; clashes: PlanKey[]; theirs: Plan };

type Calls = Pick<typeof realApi, "setup" | "change">;

/**
 * A set-up that saves itself. `plan` is what is on the screen and is edited freely; call `touch` after each change.
 * Nothing on the screen is overwritten by an answer: only what somebody else changed, and I did not, is taken in.
 * What is not saved is in `kept`, from where it comes back the next time.
 */
export class SetupDraft {
  /** Something that was written an earlier time, and not saved then, is on the screen again. */
  readonly isBroughtBack: boolean = false;
  setup: Setup = $state.raw(null!);
  plan: Plan = $state(null!);
  saving: Saving = $state.raw({ kind: "saved", at: null });
  /** As the server had it when `accepted` was saved, and as I wrote it then: they differ by what the server trims. */
  #server: Plan;
  #accepted: Plan;
  /** While there is a conflict: how the server was before what clashes with mine. */
  #before: Plan | null = null;
  /** What was sent since the last answer: any of it may be what the server has. */
  #sent: Partial<Plan>[] = [];
  /** Since when something waits to be saved. */
  #waitsSince: number | null = null;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(
    setup: Setup,
    private readonly calls: Calls = realApi,
    private readonly kept: Pick<Kept, "read" | "write"> | null = null,
  ) {
    this.setup = setup;
    this.plan = planOf(setup);
    this.#server = planOf(setup);
    this.#accepted = planOf(setup);
    const unsaved = kept?.read();
    if (!unsaved) return;
    // As if it had been written just now, by somebody who had those fields before them as they were then.
    this.#server = { ...this.#server, ...unsaved.base };
    this.#sent = unsaved.sent;
    Object.assign(this.plan, unsaved.base, unsaved.mine);
    this.#meet(setup);
    this.isBroughtBack = this.unsaved;
  }

  get unsaved(): boolean {
    return !this.#isGone && changedKeys(this.#accepted, this.#now()).length > 0;
  }

  /** Saves soon: after a pause, and at the longest `LONGEST_MS` after the first change. */
  touch(): void {
    this.#keep();
    if (this.saving.kind === "conflict") return;
    clearTimeout(this.#timer);
    if (!this.unsaved) {
      this.#waitsSince = null;
      if (this.saving.kind === "waiting" || this.saving.kind === "refused") this.saving = { kind: "saved", at: null };
      return;
    }
    if (this.saving.kind !== "saving") this.saving = { kind: "waiting" };
    this.#waitsSince ??= Date.now();
    const longest = this.#waitsSince + LONGEST_MS - Date.now();
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(PAUSE_MS, longest)));
  }

  /** What was changed of the meeting beside its plan: its version is still that of the plan on the screen. */
  know(beside: Pick<Setup, "keep_months" | "mail_before_removal" | "removed_on" | "told">): void {
    this.setup = { ...this.setup, ...beside };
  }

  /** The meeting is no more, and with it what was written in it. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#isGone = true;
    this.kept?.write(this.#server, this.#accepted, []);
  }

  /** Saves what is left; true when everything is saved. `isLeaving`: the page may go before it is answered. */
  async flush(isLeaving = false): Promise<boolean> {
    if (this.#isGone) return true;
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.unsaved && this.saving.kind !== "conflict") {
      this.#running = this.#save(isLeaving).finally(() => (this.#running = null));
      await this.#running;
    }
    return !this.unsaved;
  }

  /** After a conflict: what I wrote stays and is saved over theirs. */
  async keepMine(): Promise<void> {
    if (this.saving.kind !== "conflict") return;
    this.#before = null;
    this.saving = { kind: "waiting" };
    await this.flush();
  }

  /** After a conflict: theirs replaces what I wrote in those fields. */
  async takeTheirs(): Promise<void> {
    if (this.saving.kind !== "conflict") return;
    Object.assign(this.plan, pick(this.saving.theirs, this.saving.clashes));
    this.#before = null;
    this.saving = { kind: "saved", at: Date.now() };
    this.#keep();
    await this.flush();
  }

  #now(): Plan {
    return $state.snapshot(this.plan) as Plan;
  }

  #keep(): void {
    if (this.#isGone) return;
    const now = this.#now();
    this.kept?.write(this.#before ?? this.#server, now, changedKeys(this.#accepted, now), this.#sent);
  }

  async #save(isLeaving: boolean): Promise<void> {
    const sent = this.#now();
    const keys = changedKeys(this.#accepted, sent);
    this.#waitsSince = null;
    this.saving = { kind: "saving" };
    // The page may go before the answer is read.
    const sending = pick(sent, keys);
    this.#sent = [...this.#sent.filter((one) => !same(one, sending)).slice(0, MOST_SENT - 1), sending];
    this.#keep();
    try {
      this.#accept(await this.#send(sent, keys, isLeaving), sent, keys);
      this.saving = { kind: "saved", at: Date.now() };
    } catch (error) {
      this.#failed(error, sent, keys);
    }
    this.#keep();
    if (this.saving.kind === "saved" && this.unsaved) this.touch();
  }

  #send(plan: Plan, keys: PlanKey[], isLeaving = false): Promise<Setup> {
    return this.calls.change(this.setup.id, { ...pick(plan, keys), version: this.setup.version }, isLeaving);
  }

  #accept(setup: Setup, sent: Plan, keys: PlanKey[]): void {
    this.setup = setup;
    this.#server = planOf(setup);
    this.#sent = [];
    this.#accepted = { ...this.#accepted, ...pick(sent, keys) };
  }

  #failed(error: unknown, sent: Plan, keys: PlanKey[]): void {
    if (error instanceof Conflict) this.#meet(error.current);
    else if (error instanceof Unreachable) {
      this.saving = { kind: "offline" };
      this.#timer = setTimeout(() => void this.flush(), RETRY_MS);
    } else if (error instanceof FieldRefused) {
      this.saving = { kind: "refused", detail: error.detail, field: error.field };
      void this.#saveTheRest(sent, keys, error);
    } else {
      this.saving = { kind: "refused", detail: error instanceof Refused ? error.detail : String(error), field: null };
    }
  }

  /** One field that cannot be taken does not keep the others from being saved. */
  async #saveTheRest(sent: Plan, keys: PlanKey[], error: FieldRefused): Promise<void> {
    const rest = keys.filter((key) => key !== error.field?.split(".")[0]);
    if (rest.length === 0 || rest.length === keys.length) return;
    try {
      this.#accept(await this.#send(sent, rest), sent, rest);
      this.#keep();
    } catch {
      // They stay unsaved, and go with the next change.
    }
  }

  #meet(current: Setup): void {
    const theirs = planOf(current);
    // Seen from the server's last text, so that trimming is nobody's change; nor is what I sent without an answer.
    const before = this.#sent.reduce<Plan>((plan, sent) => arrived(plan, sent, theirs), this.#server);
    const { plan, clashes } = merge(before, this.#now(), theirs);
    this.setup = current;
    Object.assign(this.plan, plan);
    this.#server = theirs;
    this.#accepted = theirs;
    this.#before = clashes.length > 0 ? before : null;
    if (clashes.length > 0) this.saving = { kind: "conflict", clashes, theirs };
    else if (!this.unsaved) this.saving = { kind: "saved", at: null };
    else {
      this.saving = { kind: "waiting" };
      this.#timer = setTimeout(() => void this.flush(), 0);
    }
  }
}
