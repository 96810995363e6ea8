import { beforeEach, describe, expect, it, vi } from "vitest";

import { newId } from "./ids";
import type { Session } from "./session.svelte";
import { meetAnew, openSession, server, wait } from "./testing/meeting";

let session: Session;

meetAnew();

/** On a network that lets no sockets through: commands are posted. */
beforeEach(async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  server.noSockets = true;
  session = await openSession();
  await wait(13);
  expect(session.link.kind).toBe("live");
});

function write(...texts: string[]): void {
  for (const text of texts) void session.send("idea.capture", { idea: newId(), column: "c1", text });
}

function answer(status: number, detail = "", headers: Record<string, string> = {}): () => Response {
  const body = JSON.stringify({ code: "said", detail });
  return () => new Response(body, { status, headers: { "Content-Type": "application/json", ...headers } });
}

function page(status: number): () => Response {
  return () => new Response("<html>", { status, headers: { "Content-Type": "text/html" } });
}

function posted(): number {
  return server.requests.filter((url) => url.endsWith("/commands/")).length;
}

function refused(): (string | undefined)[] {
  return session.refused.map(({ command }) => ("text" in command.args ? command.args.text : command.name));
}

describe("what is posted and not taken", () => {
  it.each([429, 503])("waits as long as a %i asks for, and goes then", async (status) => {
    server.atTheDoor = answer(status, "Vänta.", { "Retry-After": "20" });
    write("tålmodig");
    await wait(19);
    expect([posted(), session.waiting.length, session.link.kind]).toEqual([1, 1, "live"]);
    server.atTheDoor = null;
    await wait(4);
    expect([server.ideasByText(), session.waiting, session.refused]).toEqual([["tålmodig"], [], []]);
  });

  it.each([
    ["the server", answer(500)],
    ["a proxy", page(502)],
  ])("is tried again seldom while %s fails", async (_, fails) => {
    server.atTheDoor = fails;
    write("envis");
    await wait(60);
    expect(posted()).toBeGreaterThan(3);
    expect(posted()).toBeLessThan(15);
    server.atTheDoor = null;
    await wait(25);
    expect([server.ideasByText(), session.waiting, session.refused]).toEqual([["envis"], [], []]);
  });

  it.each([400, 413, 422])("is refused with the reason and its text kept when a %i will be the answer each time", async (status) => {
    server.atTheDoor = (commands) => (JSON.stringify(commands).includes("för mycket") ? answer(status, "Det är för mycket på en gång.")() : null);
    write("före", "för mycket", "efter");
    await wait(10);
    expect(server.ideasByText()).toEqual(["före", "efter"]);
    expect([refused(), session.refused[0]?.refusal?.detail, session.waiting]).toEqual([["för mycket"], "Det är för mycket på en gång.", []]);
    server.atTheDoor = null;
    void session.retry(session.refused[0]!);
    await wait(2);
    expect([server.ideasByText(), session.refused]).toEqual([["före", "efter", "för mycket"], []]);
  });

  it("goes a few at a time where a proxy takes only little at once", async () => {
    server.atTheDoor = (commands) => (commands.length > 3 ? page(413)() : null);
    const texts = Array.from({ length: 12 }, (_, n) => `text ${n}`);
    write(...texts);
    await wait(20);
    expect([server.ideasByText(), session.waiting, session.refused]).toEqual([texts, [], []]);
  });

  it("is told of where no text is kept", async () => {
    server.atTheDoor = answer(400, "Uppgiften saknas.");
    const outcome = session.send("hand.raise", {});
    await wait(2);
    expect(await outcome).toEqual({ ok: false, code: "invalid", detail: "Uppgiften saknas.", kept: null });
    expect([session.waiting, session.refused]).toEqual([[], []]);
  });

  it.each([
    [401, "not_joined"],
    [403, "not_allowed"],
    [404, "not_found"],
  ] as const)("waits on the phone when a %i says that it is nobody's any more", async (status, kind) => {
    server.atTheDoor = answer(status);
    write("kvar");
    await wait(60);
    expect([session.link.kind, posted(), session.waiting.length, session.refused]).toEqual([kind, 1, 1, []]);
  });
});

describe("a long poll that is refused", () => {
  it("says that the link is gone while the server cannot answer, and waits as it asks", async () => {
    const fetch = globalThis.fetch;
    let polls = 0;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      if (!url.includes("/events/")) return fetch(url, init);
      polls += 1;
      return Promise.resolve(answer(503, "", { "Retry-After": "15" })());
    });
    await wait(30);
    expect(session.link.kind).toBe("reconnecting");
    polls = 0;
    await wait(40);
    expect(polls).toBeLessThan(4);
    vi.stubGlobal("fetch", fetch);
    await wait(40);
    expect(session.link.kind).toBe("live");
  });
});

describe("a network that has gone without a word", () => {
  /** What is asked now gets no answer, until the one who asks gives up. */
  function hang(path: string): () => void {
    const fetch = globalThis.fetch;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      if (!url.includes(path)) return fetch(url, init);
      return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
    });
    return () => vi.stubGlobal("fetch", fetch);
  }

  it("is not waited for for ever by what is posted: it goes again, once", async () => {
    const answers = hang("/commands/");
    write("kvar");
    await wait(5);
    answers();
    await wait(60);
    expect([server.ideasByText(), session.waiting]).toEqual([["kvar"], []]);
  });

  it("is told of, though the long poll says nothing", async () => {
    const answers = hang("/events/");
    await wait(75);
    expect(session.link.kind).toBe("unreached");
    answers();
    await wait(40);
    expect(session.link.kind).toBe("live");
  });
});
