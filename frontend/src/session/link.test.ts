import { describe, expect, it, vi } from "vitest";

import { staffRules } from "./overlay_staff";
import { device, meetAnew, openSession, server, texts, wait, write } from "./testing/meeting";
import { idea } from "./testing/samples";

meetAnew();

describe("a session's link", () => {
  it("tells a device without a network from a server that does not answer", async () => {
    const session = await openSession();
    server.stop();
    await wait(60);
    expect(session.link.kind).toBe("unreached");
    device.setOnline(false);
    expect(session.link.kind).toBe("offline");
    await wait(60);
    expect(session.link.kind).toBe("offline");
    device.setOnline(true);
    expect(session.link.kind).toBe("reconnecting");
    await wait(60);
    expect(session.link.kind).toBe("unreached");
    server.start();
    await wait(30);
    expect(session.link.kind).toBe("live");
  });

  it("does not take what was still on its way for a network", async () => {
    const session = await openSession();
    const hear = vi.spyOn(server, "heard").mockImplementation(() => {});
    device.setOnline(false);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1", { text: "Från rummet" }) }));
    expect(texts(session)).toEqual(["Från rummet"]);
    expect(session.link.kind).toBe("offline");
    hear.mockRestore();
    device.setOnline(true);
    await wait(5);
    expect(session.link.kind).toBe("live");
  });

  it("uses plain HTTP after three failed sockets, and goes back to a socket", async () => {
    const session = await openSession();
    server.noSockets = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("live");
    expect(server.requests.some((url) => url.includes("/events/"))).toBe(true);
    const sent = write(session, "över http");
    await wait(2);
    expect((await sent).ok).toBe(true);
    expect(texts(session)).toEqual(["över http"]);
    server.noSockets = false;
    await wait(25);
    expect(server.sockets.size).toBe(1);
    const polls = server.requests.length;
    await wait(60);
    expect(server.requests.length).toBe(polls);
  });

  it("recognises a network's sign-in page", async () => {
    const session = await openSession();
    server.captive = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("captive");
    server.captive = false;
    await wait(25);
    expect(session.link.kind).toBe("live");
  });

  it("notices a sign-in page when it sends by HTTP, whatever the waiting poll believes", async () => {
    const session = await openSession();
    server.noSockets = true;
    for (const socket of [...server.sockets]) socket.drop(1006);
    await wait(15);
    expect(session.link.kind).toBe("live");
    server.captive = true;
    void write(session, "bakom portalen");
    await wait(2);
    expect(session.link.kind).toBe("captive");
    server.captive = false;
    await wait(25);
    expect([session.link.kind, server.ideasByText()]).toEqual(["live", ["bakom portalen"]]);
  });

  it("notices within three seconds of being looked at that the link is dead", async () => {
    const session = await openSession();
    for (const socket of server.sockets) server.left(socket);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    device.show();
    await wait(4);
    expect(session.state?.seq).toBe(1);
  });

  it("takes 25 seconds of silence for a dead link, and no longer", async () => {
    const session = await openSession();
    for (const socket of server.sockets) server.left(socket);
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    await wait(22);
    expect([session.state?.seq, session.link.kind]).toEqual([0, "live"]);
    // A second of it is for coming back.
    await wait(4);
    expect(session.state?.seq).toBe(1);
  });

  it("stops for good when it is not let in", async () => {
    const session = await openSession();
    server.stop(4401);
    await wait(60);
    expect(session.link.kind).toBe("not_joined");
    expect(server.sockets.size).toBe(0);
  });

  it("goes on where a leader's session has got another key, once the device knows it", async () => {
    const session = await openSession({ as: "staff", rules: staffRules });
    server.stop(4401);
    server.cookie = null;
    server.start();
    await wait(0.5);
    expect(session.link.kind).toBe("connecting");
    server.cookie = "p1";
    await wait(1);
    expect([session.link.kind, server.sockets.size]).toEqual(["live", 1]);
  });

  it("stops for a leader who was let in before and is not any more", async () => {
    const session = await openSession({ as: "staff", rules: staffRules });
    server.cookie = null;
    for (const socket of [...server.sockets]) socket.drop(4401);
    await wait(4);
    expect([session.link.kind, server.sockets.size]).toEqual(["not_joined", 0]);
  });

  it("stays stopped when what it posted before gets no answer", async () => {
    server.noSockets = true;
    const session = await openSession();
    await wait(15);
    server.network.holdAnswers = 1;
    void write(session, "på väg");
    await wait(2);
    server.loseCookie();
    await wait(60);
    expect(session.link.kind).toBe("not_joined");
  });
});
