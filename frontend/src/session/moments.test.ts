import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ServerFrame } from "../protocol/types";
import type { Session } from "./session.svelte";
import { device, meetAnew, openSession, server, texts, wait } from "./testing/meeting";
import { activity, idea } from "./testing/samples";

let session: Session;

meetAnew();
beforeEach(async () => {
  session = await openSession();
});

describe("at every moment", () => {
  it("does not take what came through as the network went for a network, and believes what comes through after that", async () => {
    device.setOnline(false);
    await wait(0.5);
    expect(session.link.kind).toBe("offline");
    server.stop();
    await wait(30);
    expect(session.link.kind).toBe("offline");
    server.start();
    device.setOnline(true);
    await wait(30);
    device.setOnline(false);
    await wait(2);
    expect(session.link.kind).toBe("live");
  });

  it("shows one's own idea at every moment while it goes over to the room, though one's own view of it comes first", async () => {
    const [waits, part] = [idea("mine", { status: "pending", text: "min" }), idea("part", { status: "pending", text: "del" })];
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [waits, part], own: ["mine", "part"] });
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [], own: ["mine", "part"] });
    expect(texts(session)).toEqual(["min", "del"]);
    server.happen((seq) => ({ seq, type: "idea.shown", idea: { ...waits, status: "shown" } }));
    expect(session.state?.ideas.map(({ status }) => status)).toEqual(["shown"]);
    expect(session.state?.me?.ideas).toEqual([part]);
    await wait(5);
    expect(texts(session)).toEqual(["min"]);
  });

  it("keeps what was placed in a vote whose beginning is told after that", async () => {
    const [socket] = server.sockets;
    const tell = socket!.tell.bind(socket);
    const late: ServerFrame[] = [];
    vi.spyOn(socket!, "tell").mockImplementation((frame) => void (frame.type === "events" ? late.push(frame) : tell(frame)));
    server.startActivity("a2");
    void session.send("vote.set", { target: "t1", points: 2 });
    await wait(1);
    expect(session.waiting).toEqual([]);
    for (const frame of late) tell(frame);
    expect(session.state?.workshop.vote_activity).toBe("a2");
    expect(session.state?.me).toMatchObject({ points: { t1: 2 }, points_left: 3 });
    await wait(1);
    expect(session.state).toBe(session.confirmed);
    expect(session.state?.me).toMatchObject({ points: { t1: 2 }, points_left: 3 });
  });

  it.each([
    ["the answer to something else comes right behind one's own view", "comment.add", false],
    ["one's own view came before other frames, and the answer to a vote brings none", "vote.set", true],
  ] as const)("begins a vote with nothing placed where %s", async (_, name, isBetween) => {
    server.state = { ...server.state, activities: [...server.state.activities, activity("a3", "vote", { position: 3 })] };
    server.startActivity("a2");
    void session.send("vote.set", { target: "t1", points: 2 });
    await wait(5);
    const [socket] = server.sockets;
    const tell = socket!.tell.bind(socket);
    const late: ServerFrame[] = [];
    const { points, effort, points_left, done } = session.confirmed!.me!;
    tell({ type: "you", points, ...(effort && { effort }), points_left, done });
    if (isBetween) tell({ type: "online", count: 2, degraded: false });
    vi.spyOn(socket!, "tell").mockImplementation((frame) => {
      if (frame.type === "events") late.push(frame);
      else if (frame.type !== "you") tell(frame);
    });
    server.startActivity("a3");
    if (name === "comment.add") void session.send(name, { comment: "c", idea: "i1", text: "Ja" });
    else void session.send(name, { target: "t2", points: 1 });
    await wait(1);
    expect(session.waiting).toEqual([]);
    for (const frame of late) tell(frame);
    await wait(1);
    expect(session.confirmed?.workshop.vote_activity).toBe("a3");
    expect(session.confirmed?.me?.points).toEqual({});
  });

  it("lets one's own idea go at once when it is one's own no more", async () => {
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [idea("mine", { status: "pending" })], own: ["mine"] });
    for (const socket of server.sockets) socket.tell({ type: "you", ideas: [], own: [] });
    expect(texts(session)).toEqual([]);
  });
});
