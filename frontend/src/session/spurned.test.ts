import { beforeEach, describe, expect, it } from "vitest";

import { newId } from "./ids";
import type { Session } from "./session.svelte";
import { meetAnew, openSession, server, wait } from "./testing/meeting";

const LONG = "å".repeat(9000);
let session: Session;

meetAnew();

beforeEach(async () => {
  session = await openSession();
});

function write(...texts: string[]): void {
  for (const text of texts) void session.send("idea.capture", { idea: newId(), column: "c1", text });
}

function refused(): unknown[] {
  return session.refused.map(({ command, refusal }) => ["text" in command.args && command.args.text, refusal?.detail]);
}

function posted(): number {
  return server.requests.filter((url) => url.endsWith("/commands/")).length;
}

describe("what closes the socket", () => {
  it("is refused with the reason and its text kept, and all else arrives once and in order", async () => {
    write("före", LONG, "efter");
    await wait(20);
    expect(server.ideasByText()).toEqual(["före", "efter"]);
    expect([refused(), session.waiting]).toEqual([[[LONG, "Refused: 4413"]], []]);
    expect(server.carriedOut).toHaveLength(2);
  });

  it.each([4400, 4413])("is sent a few times and not for ever, and the socket is as before (%i)", async (code) => {
    server.unreadable = /oläslig/;
    write(code === 4413 ? LONG : "oläslig");
    await wait(20);
    const before = [server.opened, posted()];
    expect(server.opened).toBeLessThan(4);
    expect(refused()).toHaveLength(1);
    write("nästa");
    await wait(120);
    expect([server.opened, posted()]).toEqual(before);
    expect([server.ideasByText(), session.waiting, session.link.kind]).toEqual([["nästa"], [], "live"]);
  });

  it("waits on the device while there is no way to ask what was wrong with it", async () => {
    write(LONG);
    server.stop();
    await wait(60);
    expect([session.waiting.length, session.refused.length]).toEqual([1, 0]);
    server.start();
    await wait(40);
    expect([session.waiting.length, session.refused.length]).toEqual([0, 1]);
  });

  it("can be made shorter and sent again", async () => {
    write(LONG);
    await wait(20);
    void session.retry(session.refused[0]!, { text: "kort" });
    await wait(2);
    expect([server.ideasByText(), session.refused, session.waiting]).toEqual([["kort"], [], []]);
  });

  it("comes back seldom when it is nothing that waits", async () => {
    server.unreadable = /"type":"shown"/;
    for (let n = 0; n < 60; n++) {
      session.tell({ type: "shown", ideas: ["i1"] });
      await wait(1);
    }
    expect(server.opened).toBeLessThan(20);
    expect(posted()).toBe(0);
  });
});
