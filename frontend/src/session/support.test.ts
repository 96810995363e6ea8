import { beforeEach, describe, expect, it } from "vitest";

import type { Session } from "./session.svelte";
import { meetAnew, openSession, server, wait } from "./testing/meeting";
import { idea } from "./testing/samples";

let session: Session;

meetAnew();

beforeEach(async () => {
  session = await openSession();
});

describe("support for an idea", () => {
  it("counts at once, keeps without a network, and sends it once", async () => {
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1", { supports: 2 }) }));
    server.stop();
    const sent = session.send("idea.support", { idea: "i1", on: true });
    await wait(0.1);
    const shown = () => [session.state?.ideas[0]?.supports, session.state?.me?.supports, session.waiting.length];
    expect(shown()).toEqual([3, ["i1"], 1]);
    server.start();
    await wait(30);
    expect(await sent).toMatchObject({ ok: true });
    expect(shown()).toEqual([3, ["i1"], 0]);
    expect(server.state.ideas[0]?.supports).toBe(3);
  });

  it("goes off the screen when it was refused, with the reason", async () => {
    server.happen((seq) => ({ seq, type: "idea.captured", idea: idea("i1") }));
    server.refuse = "not_open";
    const sent = session.send("idea.support", { idea: "i1", on: true });
    await wait(1);
    expect(await sent).toMatchObject({ ok: false, detail: "Refused: not_open", kept: null });
    expect([session.state?.ideas[0]?.supports ?? 0, session.state?.me?.supports ?? [], session.refused]).toEqual([0, [], []]);
  });
});
