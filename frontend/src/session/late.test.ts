import { expect, it, vi } from "vitest";

import { participantRules } from "./overlay_participant";
import { PageStore } from "./pagestore";
import { Session } from "./session.svelte";
import type { Keeping } from "./store";
import { meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { activity, idea } from "./testing/samples";
import { SharedStore } from "./testing/tabs";

meetAnew();

function startVote(): void {
  server.state = { ...server.state, activities: [activity("a1", "collect"), activity("a2", "vote")] };
  server.startActivity("a2");
}

function vote(session: Session, points: number): void {
  void session.send("vote.set", { target: "t1", points });
}

/** The device of an earlier visit, on which that left what it did without a server, and which now opens when it is let. */
async function leftBy(doing: (session: Session) => void): Promise<{ device: Keeping; store: PageStore; open: () => void }> {
  const device = new SharedStore();
  const before = await openSession({ store: device, remember: true });
  server.stop();
  doing(before);
  await wait(1);
  before.stop();
  server.start();
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { device, store: new PageStore(() => gate.then(() => device)), open };
}

it("a device that opens late: what it had unsent and what was written meanwhile arrive once each, and the phone says what it keeps", async () => {
  const { device, store, open } = await leftBy((before) => ["ett", "två"].forEach((text) => void write(before, text)));
  const session = await openSession({ store, remember: true });
  void write(session, "tre");
  await wait(2);
  expect([server.ideasByText(), session.durable, session.waiting]).toEqual([["tre"], false, []]);
  server.stop();
  void write(session, "fyra");
  await wait(1);
  open();
  await wait(5);
  expect([session.durable, session.waiting.length]).toEqual([true, 3]);
  server.start();
  await wait(60);
  expect(server.ideasByText()).toEqual(["tre", "ett", "två", "fyra"]);
  expect([session.waiting, await device.all("me"), texts(session).sort()]).toEqual([[], [], ["ett", "fyra", "tre", "två"]]);
});

it("a device that opens late: a vote that it had unsent does not undo the one that was placed since", async () => {
  startVote();
  const { device, store, open } = await leftBy((before) => vote(before, 1));
  const session = await openSession({ store, remember: true });
  vote(session, 2);
  await wait(2);
  open();
  await wait(5);
  expect([server.state.me?.points, session.state?.me?.points]).toEqual([{ t1: 2 }, { t1: 2 }]);
  expect([session.waiting, await device.all("me")]).toEqual([[], []]);
});

it("a device that opens late: a vote that it had unsent counts where the one since was refused", async () => {
  startVote();
  const { store, open } = await leftBy((before) => vote(before, 1));
  const session = await openSession({ store, remember: true });
  const heard = vi.spyOn(server, "heard").mockImplementation(() => {});
  vote(session, 2);
  await wait(0.5);
  open();
  await wait(2);
  expect(session.waiting.length).toBe(2);
  heard.mockRestore();
  const decide = server.decide.bind(server);
  vi.spyOn(server, "decide").mockImplementation((command, by) => {
    if (command.name === "vote.set" && command.args.points === 2) return { id: command.id, ok: false, code: "budget_spent", detail: "" };
    return decide(command, by);
  });
  await wait(30);
  expect([server.state.me?.points, session.waiting]).toEqual([{ t1: 1 }, []]);
});

it("a device that opens late: what is changed once it has is sent, also where the server took the same before", async () => {
  startVote();
  server.state = { ...server.state, ideas: [idea("i1")] };
  const { device, store, open } = await leftBy(() => {});
  const session = await openSession({ store, remember: true });
  const edit = (text: string) => session.send("idea.edit", { idea: "i1", text });
  vote(session, 1);
  void edit("två");
  await wait(2);
  open();
  await wait(2);
  const decided = vi.fn();
  vote(session, 2);
  void edit("tre").then(decided);
  await wait(5);
  expect([server.ideasByText(), server.state.me?.points]).toEqual([["tre"], { t1: 2 }]);
  expect(decided).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ok: true }));
  expect([session.waiting, await device.all("me"), session.durable]).toEqual([[], [], true]);
});

it("a device that opens late: without a network the meeting is there as last seen once it does", async () => {
  const { store, open } = await leftBy((before) => void write(before, "kvar"));
  server.stop();
  const session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store, remember: true });
  void session.start();
  await wait(30);
  expect(session.state).toBeNull();
  open();
  await wait(2);
  expect([texts(session), session.seenAt !== null, session.durable]).toEqual([["kvar"], true, true]);
  server.start();
  await wait(30);
  expect([server.ideasByText(), session.seenAt]).toEqual([["kvar"], null]);
  session.stop();
});

it("a text that the device would not take is sent when one has been at the start and comes back to the meeting", async () => {
  const device = new SharedStore();
  vi.spyOn(device, "add").mockRejectedValue(new Error("full"));
  vi.spyOn(device, "put").mockRejectedValue(new Error("full"));
  const store = new PageStore(async () => device);
  const before = await openSession({ store, remember: true });
  server.stop();
  void write(before, "i minnet");
  await wait(1);
  expect([before.durable, texts(before)]).toEqual([false, ["i minnet"]]);
  before.stop();
  server.start();
  const again = await openSession({ store, remember: true });
  await wait(5);
  expect([server.ideasByText(), again.waiting, store.held()]).toEqual([["i minnet"], [], []]);
});
