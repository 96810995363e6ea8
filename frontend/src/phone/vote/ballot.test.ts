import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { participantRules } from "../../session/overlay_participant";
import { Session } from "../../session/session.svelte";
import { MemoryStore } from "../../session/store";
import { Device } from "../../session/testing/device";
import { activity, idea, state, workshop } from "../../session/testing/samples";
import { FakeServer } from "../../session/testing/server";
import type { Phone } from "../phone.svelte";
import { targetsOf } from "../targets";
import { sv } from "../words.sv";
import { Ballot } from "./ballot.svelte";

const vote = activity("a2", "vote");
let session: Session;
let said: string[];

async function openBallot(points: Record<string, number> = {}): Promise<Ballot> {
  const server = new FakeServer();
  server.state = state({
    seq: 0,
    activities: [vote],
    ideas: [idea("i1"), idea("i2"), idea("i3")],
    workshop: workshop({ activity: "a2", vote_activity: "a2" }),
    me: { ...state().me!, points },
  });
  server.install();
  session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: new MemoryStore() });
  const starting = session.start();
  await vi.advanceTimersByTimeAsync(10);
  await starting;
  said = [];
  const phone = {
    session,
    get state() {
      return session.state;
    },
    t: (key: keyof typeof sv) => key,
    announcer: { say: (text: string) => void said.push(text) },
    toasts: { show: () => {} },
  } as unknown as Phone;
  return new Ballot(phone, vote, targets());
}

function targets() {
  return targetsOf(session.state!, vote);
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(50);
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
  new Device().install();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a ballot", () => {
  it("counts two taps in the same moment as two votes", async () => {
    const ballot = await openBallot();
    const [first] = targets();
    ballot.add(first!);
    ballot.add(first!);
    await settle();
    expect([ballot.points(first!), ballot.left]).toEqual([2, 3]);
  });

  it("stops at the cap of a proposal, and says so", async () => {
    const ballot = await openBallot();
    const [first] = targets();
    for (let n = 0; n < 3; n++) ballot.add(first!);
    await settle();
    expect(ballot.points(first!)).toBe(2);
    expect(said.at(-1)).toBe("vote_said_cap");
  });

  it("stops when all votes are placed, however fast they are", async () => {
    const ballot = await openBallot();
    for (const target of [...targets(), ...targets()]) ballot.add(target);
    await settle();
    expect(ballot.left).toBe(0);
    expect(targets().map((target) => ballot.points(target))).toEqual([2, 2, 1]);
    expect(said.at(-1)).toBe("vote_said_spent");
  });

  it("takes back step by step, also what was placed before a reload", async () => {
    const ballot = await openBallot({ i1: 2, i2: 1 });
    ballot.undo();
    ballot.undo();
    await settle();
    expect(targets().map((target) => ballot.points(target))).toEqual([1, 0, 0]);
    ballot.undo();
    await settle();
    expect([ballot.left, ballot.canUndo]).toEqual([5, false]);
  });

  it("puts a vote back that was taken by mistake", async () => {
    const ballot = await openBallot({ i3: 1 });
    ballot.take(targets()[2]!);
    await settle();
    expect(ballot.left).toBe(5);
    ballot.undo();
    await settle();
    expect(ballot.points(targets()[2]!)).toBe(1);
  });
});
