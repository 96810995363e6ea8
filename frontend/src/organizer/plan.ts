import type { ColumnPlan, Plan, Setup, StepPlan } from "./types";

export type PlanKey = keyof Plan;

const KEYS: PlanKey[] = [
  "title", "purpose", "place", "case_number", "language", "starts_at", "minutes", "partners", "recipients", "columns", "activities",
];

/** The part of a set-up that is edited, as a copy of its own. */
export function planOf(setup: Setup): Plan {
  return structuredClone({
    title: setup.title,
    purpose: setup.purpose,
    place: setup.place,
    case_number: setup.case_number,
    language: setup.language,
    starts_at: setup.starts_at && new Date(setup.starts_at).toISOString(),
    minutes: setup.minutes,
    partners: setup.partners,
    recipients: setup.recipients,
    columns: setup.columns.map(({ id, title, shape }) => ({ id, title, shape })),
    activities: setup.activities.map(({ id, kind, title, minutes, settings }) => ({ id, kind, title, minutes, settings })),
  });
}

/** The server trims what people type, so a space at an end is no difference; neither is the order of settings. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "string") return inner.trim();
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

/** The fields in which `after` is not as `before`. */
export function changedKeys(before: Plan, after: Plan): PlanKey[] {
  return KEYS.filter((key) => !same(before[key], after[key]));
}

export function pick(plan: Partial<Plan>, keys: readonly PlanKey[]): Partial<Plan> {
  return Object.fromEntries(keys.filter((key) => key in plan).map((key) => [key, plan[key]]));
}

/** The plan with those fields as in `theirs` where that is what was written in `sent`: it arrived, though no answer came. */
export function arrived(plan: Plan, sent: Partial<Plan>, theirs: Plan): Plan {
  return { ...plan, ...pick(theirs, KEYS.filter((key) => key in sent && same(sent[key], theirs[key]))) };
}

export interface Merged {
  plan: Plan;
  /** Fields that both changed, to different values: somebody has to choose. In `plan` they are as I wrote them. */
  clashes: PlanKey[];
}

/** Three-way merge, field by field: what only they changed is taken over, what I changed stays. */
export function merge(base: Plan, mine: Plan, theirs: Plan): Merged {
  const byMe = new Set(changedKeys(base, mine));
  const byThem = changedKeys(base, theirs);
  const clashes = byThem.filter((key) => byMe.has(key) && !same(mine[key], theirs[key]));
  const taken = byThem.filter((key) => !byMe.has(key));
  return { plan: { ...mine, ...pick(theirs, taken) }, clashes };
}

/** Whether a step has to stay without names: somebody has joined it so, or joined a meeting where no step shows any. */
export function namesKeptOut(setup: Pick<Setup, "joined" | "activities">, step: string): boolean {
  const saved = setup.activities.find(({ id }) => id === step);
  const promised = setup.activities.every(({ kind, settings }) => kind !== "collect" || settings.anonymous);
  return setup.joined && (promised || saved?.settings.anonymous === true);
}

/** The sum of the steps that have a clock. */
export function totalMinutes(plan: Pick<Plan, "activities">): number {
  return plan.activities.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
}

/** When the meeting ends, `minutes` after its start. */
export function endsAt(startsAt: string | null, minutes: number | null): string | null {
  return startsAt === null || minutes === null ? null : new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
}

/** The list with the item at `from` at `to`; out of range leaves it as it is. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return list;
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

/** The steps, asking about the same columns as they did `before`. */
export function askedAsBefore(steps: StepPlan[], before: StepPlan[]): StepPlan[] {
  return steps.map((step) => {
    const named = before.find(({ id }) => id === step.id)?.settings.columns;
    return named ? { ...step, settings: { ...step.settings, columns: named } } : step;
  });
}

/** The steps once the meeting's columns are others: one that names the columns it asks about asks about new ones too, as the server does. */
export function askedAbout(steps: StepPlan[], before: ColumnPlan[], after: ColumnPlan[]): StepPlan[] {
  const isNew = (id: string) => !before.some((one) => one.id === id);
  return steps.map((step) => {
    const named = step.settings.columns;
    if (!named) return step;
    const asked = after.map(({ id }) => id).filter((id) => named.includes(id) || isNew(id));
    return { ...step, settings: { ...step.settings, columns: asked.length > 0 && asked.length < after.length ? asked : null } };
  });
}
