import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import type { Events, HandsFrame, State, You } from "../protocol/types";
import { receive, receiveHands, receiveYou } from "./reducer";

/** Written by the server's own tests: a state, what it sends then, and the state that must come of it. */
interface Case {
  name: string;
  audience: string;
  before: State;
  frame: Events | HandsFrame;
  you?: You | null;
  after: State;
}

const folder = resolve(import.meta.dirname, "../../../tests/contract/cases");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
const cases = files.flatMap((file) => JSON.parse(readFileSync(resolve(folder, file), "utf8")) as Case | Case[]);

/** The kinds of events in the contract, read where they are declared: a kind without a case is a hole. */
const declared = readFileSync(resolve(import.meta.dirname, "../protocol/generated.ts"), "utf8");
const kinds = [...declared.matchAll(/ {2}seq: number;\n(?: {2}.*\n)*? {2}type: "([a-z]+\.[a-z]+)";/g)].map((match) => match[1]!);

/** Lists are told in any order; who draws them sorts. */
function sorted(state: State): State {
  const byId = <T extends { id: string }>(list: T[]): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const { ideas, clusters, columns, activities, actions, comments, me } = state;
  return {
    ...state,
    ideas: byId(ideas),
    clusters: byId(clusters),
    columns: byId(columns),
    activities: byId(activities),
    actions: byId(actions),
    comments: byId(comments),
    ...(state.participants ? { participants: byId(state.participants) } : {}),
    me: me && { ...me, ideas: byId(me.ideas), own: [...me.own].sort() },
    server_time: "",
  };
}

describe("the contract", () => {
  it("has a case for each kind of event", () => {
    expect(kinds.length).toBeGreaterThan(30);
    const covered = new Set(cases.flatMap(({ frame }) => (frame.type === "events" ? frame.events : []).map(({ type }) => type as string)));
    expect(kinds.filter((kind) => !covered.has(kind))).toEqual([]);
  });

  it.each(cases.map((one) => [`${one.name} (${one.audience})`, one] as const))("%s", (_, { before, frame, you, after }) => {
    if (frame.type === "hands") return expect(sorted(receiveHands(before, frame))).toEqual(sorted(after));
    const told = receive(before, frame);
    expect(told.missed).toBe(false);
    const now = you ? receiveYou(told.state, { ...you, type: "you" }) : told.state;
    expect(sorted(now)).toEqual(sorted(after));
    const again = receive({ ...now, seq: before.seq }, frame).state;
    expect(sorted(you ? receiveYou(again, { ...you, type: "you" }) : again)).toEqual(sorted(after));
  });
});
