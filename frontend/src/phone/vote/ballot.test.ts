import { describe, expect, it } from "vitest";

import { meetAnew, server, wait } from "../../session/testing/meeting";
import { activity } from "../../session/testing/samples";
import { Ballot, unseenVotes } from "./ballot.svelte";
import { openVote, type Voting } from "./testing";

const vote = activity("a2", "vote");
let voting: Voting;

meetAnew();

async function openBallot(points: Record<string, number> = {}): Promise<Ballot> {
  voting = await openVote(vote, { points });
  return new Ballot(voting.phone, vote, targets());
}

const targets = () => voting.targets();
const settle = () => wait(0.05);

describe("a ballot", () => {
  it("counts two taps in the same moment as two votes", async () => {
    const ballot = await openBallot();
    const [first] = targets();
    ballot.add(first!);
    ballot.add(first!);
    await settle();
    expect([ballot.points(first!), ballot.left]).toEqual([2, 3]);
  });

  it("says which vote it is of", async () => {
    const ballot = await openBallot();
    ballot.add(targets()[0]!);
    await settle();
    expect(server.heardCommands.map(({ args }) => args)).toEqual([{ target: "i1", points: 1, activity: "a2" }]);
  });

  it("stops at the cap of a proposal, and says so", async () => {
    const ballot = await openBallot();
    const [first] = targets();
    for (let n = 0; n < 3; n++) ballot.add(first!);
    await settle();
    expect(ballot.points(first!)).toBe(2);
    expect(voting.said.at(-1)).toBe("vote_said_cap");
  });

  it("stops when all votes are placed, however fast they are", async () => {
    const ballot = await openBallot();
    for (const target of [...targets(), ...targets()]) ballot.add(target);
    await settle();
    expect(ballot.left).toBe(0);
    expect(targets().map((target) => ballot.points(target))).toEqual([2, 2, 1]);
    expect(voting.said.at(-1)).toBe("vote_said_spent");
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

  it("takes back what lies on a proposal that is not shown any more, and does not undo that", async () => {
    const ballot = await openBallot({ i1: 2, gone: 2 });
    expect([ballot.left, unseenVotes(voting.phone.state!, targets())]).toEqual([1, [{ id: "gone", points: 2 }]]);
    ballot.takeBack({ id: "gone", title: "" });
    await settle();
    expect([ballot.left, unseenVotes(voting.phone.state!, targets())]).toEqual([3, []]);
    ballot.undo();
    await settle();
    expect([ballot.left, ballot.points(targets()[0]!)]).toEqual([4, 1]);
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
