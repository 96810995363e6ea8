import { describe, expect, it } from "vitest";

import { MemoryStore } from "../../session/memorystore";
import { meetAnew, server, wait } from "../../session/testing/meeting";
import { activity } from "../../session/testing/samples";
import { ofNoUse } from "../device.svelte";
import { Answers } from "./answers.svelte";
import { Ballot } from "./ballot.svelte";
import { lateRule, lostSentences, lostVotes, sayVoted, sendVote, unsentParts } from "./sent";
import { openVote, type Voting } from "./testing";

const MODELS = ["points", "thumb", "agree", "scale"] as const;
type Model = (typeof MODELS)[number];
let voting: Voting;

meetAnew();

const settle = () => wait(0.05);
const parts = () => unsentParts(voting.phone, "a2");
const lost = () => lostVotes(voting.phone.session!).map((one) => lostSentences(voting.phone, one));

function voteBy(model: Model, late_s = 300) {
  const one = activity("a2", "vote");
  return { ...one, settings: { ...one.settings, model, late_s } };
}

/** A vote on each of these proposals, one after the other, and «Klar». */
async function vote(model: Model, ...places: number[]): Promise<void> {
  const ballot = new Ballot(voting.phone, voteBy("points"), []);
  const answers = new Answers(voting.phone, voteBy(model));
  for (const place of places) {
    const target = voting.targets()[place]!;
    if (model === "points") ballot.add(target);
    else answers.give(target, model === "scale" ? { effort: 2 } : { points: 1 });
    await settle();
  }
  void sendVote(voting.phone, { name: "vote.done", args: { done: true, activity: "a2" } });
  await settle();
}

describe.each(MODELS)("votes by %s", (model) => {
  const isCounted = model === "points";

  it("are told of while they wait, each proposal once, and no more once they have come", async () => {
    voting = await openVote(voteBy(model), {});
    server.stop();
    await vote(model, 0, 1, 0);
    expect(parts()).toEqual([isCounted ? "Röster på 2 förslag" : "Svar på 2 förslag", "vote_done"]);
    server.start();
    await wait(60);
    expect([parts(), lost()]).toEqual([[], []]);
  });

  it("that were refused stay told of, with the reason and what counts, also on a page that is opened again", async () => {
    const store = new MemoryStore();
    const me = model === "scale" ? { effort: { i3: 1 } } : { points: { i3: 1 } };
    voting = await openVote(voteBy(model), me, { store });
    server.refuse = "not_open";
    await vote(model, 0, 1);
    const what = `${isCounted ? "Dina senaste röster" : "Dina senaste svar"} på 2 förslag kom inte med. Mötet fick inte veta att du är klar.`;
    const why = `Refused: not_open Från dig räknas 1 ${isCounted ? "röst" : "svar"}.`;
    expect(lost()).toEqual([{ what, why }]);
    expect(voting.toasts).toEqual([]);
    voting.phone.session!.stop();
    voting = await openVote(voteBy(model), me, { store });
    expect(lost()).toEqual([{ what, why }]);
  });
});

describe("a vote that was refused", () => {
  it("is not told of once it was voted anew, while that waits and after it", async () => {
    voting = await openVote(voteBy("points"), {});
    server.refuse = "not_open";
    await vote("points", 0);
    expect(lost()).toHaveLength(1);
    server.refuse = null;
    server.stop();
    await vote("points", 0);
    expect(lost()).toEqual([]);
    server.start();
    await wait(60);
    expect([lost(), voting.phone.session!.refused, voting.phone.state!.me!.points]).toEqual([[], [], { i1: 1 }]);
  });

  it("is of no use on the device where it counts by now or a later one waits, and stays where it is told of", async () => {
    const store = new MemoryStore();
    voting = await openVote(voteBy("points"), {}, { store });
    server.refuse = "not_open";
    await vote("points", 0, 1, 2);
    voting.phone.session!.stop();
    server.refuse = null;
    voting = await openVote(voteBy("points"), { points: { i1: 1 } }, { store });
    server.stop();
    await wait(1);
    const { session } = voting.phone;
    void session!.send("vote.set", { target: "i2", points: 3, activity: "a2" });
    await settle();
    for (const entry of ofNoUse(voting.phone)) await session!.dismiss(entry);
    expect(session!.refused.map(({ command }) => command.args)).toMatchObject([{ target: "i3" }, { done: true }]);
    expect(store.held().filter(({ refusal }) => refusal)).toHaveLength(2);
  });

  it("is of no use either once a later one of a page that is gone was taken", async () => {
    const store = new MemoryStore();
    voting = await openVote(voteBy("points"), {}, { store });
    server.stop();
    await vote("points", 0, 0);
    const [older] = voting.phone.session!.waiting;
    voting.phone.session!.stop();
    server.outcomes.set(older!.command.id, { by: "p1", result: { id: older!.command.id, ok: false, code: "not_open", detail: "Refused" } });
    server.start();
    voting = await openVote(voteBy("points"), {}, { store });
    await wait(60);
    expect([voting.phone.session!.waiting, voting.phone.session!.refused, store.held()]).toEqual([[], [], []]);
  });

  it("leaves the others about other proposals told of", async () => {
    voting = await openVote(voteBy("points"), {});
    server.refuse = "not_open";
    await vote("points", 0, 1);
    server.refuse = null;
    await vote("points", 0);
    expect(lost()).toEqual([{ what: "Din senaste röst på 1 förslag kom inte med.", why: "Refused: not_open Från dig räknas 1 röst." }]);
  });

  it("says that what was taken before counts, where another vote is on by now, and that nothing does where nothing was", async () => {
    voting = await openVote(voteBy("points"), {});
    server.refuse = "not_open";
    await vote("points", 0);
    expect(lost()[0]!.why).toBe("Refused: not_open Inget från dig räknas.");
    const { session } = voting.phone;
    session!.confirmed = { ...session!.confirmed!, workshop: { ...session!.confirmed!.workshop, vote_activity: "a3" } };
    expect(lost()[0]!.why).toBe("Refused: not_open Det mötet hade fått innan räknas som vanligt.");
  });
});

describe("aloud", () => {
  it("the first that waits says so, and no other", async () => {
    voting = await openVote(voteBy("points"), {});
    sayVoted(voting.phone, "Röst");
    server.stop();
    await wait(5);
    sayVoted(voting.phone, "Röst");
    await vote("points", 0);
    sayVoted(voting.phone, "Röst");
    expect(voting.said.filter((said) => said.startsWith("Röst"))).toEqual(["Röst", "Röst. unsent.", "Röst"]);
  });
});

it.each([
  [300, "Räknas om det kommer fram innan resultatet visas, senast 5 minuter efter slutet."],
  [30, "Räknas om det kommer fram innan resultatet visas, senast 30 sekunder efter slutet."],
  [0, "Räknas om det kommer fram innan röstningen är slut."],
])("the rule for late votes is said: %i s", async (late_s, sentence) => {
  voting = await openVote(voteBy("points", late_s), {});
  expect(lateRule(voting.phone, "a2")).toBe(sentence);
});
