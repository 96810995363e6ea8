import { afterEach, expect, it, vi } from "vitest";

import { askAhead } from "./ahead";
import { call, Refused, Unreachable } from "./http";
import { Snapshots } from "./reads";

afterEach(() => vi.unstubAllGlobals());

function answers(...responses: Response[]): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(() => Promise.resolve(responses.shift()!));
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("document", { cookie: "other=1; csrftoken=abc" });
  return fetch;
}

function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), { ...init, headers: { "Content-Type": "application/json", ...init.headers } });
}

function html(status: number, more: Record<string, string> = {}): Response {
  return new Response("<html>", { status, headers: { "Content-Type": "text/html", ...more } });
}

const caller = { code: "428617" };

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

it("tells a refusal with its code, its sentence and how long to wait", async () => {
  answers(json({ code: "too_fast", detail: "Vänta." }, { status: 429, headers: { "Retry-After": "7" } }));
  const error = await failure(call(caller, { path: "" }));
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ status: 429, code: "too_fast", detail: "Vänta.", retryAfterS: 7 });
});

it("takes a page instead of an answer for a network's sign-in, but a proxy's own error for a server that is away", async () => {
  answers(html(200), html(502), html(511));
  const kinds = [];
  for (let n = 0; n < 3; n++) kinds.push(await failure(call(caller, { path: "" })));
  expect(kinds).toEqual([new Unreachable(true), new Unreachable(false), new Unreachable(true)]);
  expect(kinds.map((error) => (error as Unreachable).captive)).toEqual([true, false, true]);
});

it("takes a proxy that holds up or will not carry for nobody's sign-in", async () => {
  answers(html(429, { "Retry-After": "9" }), html(503, { "Retry-After": "30" }), html(413));
  const failures = [];
  for (let n = 0; n < 3; n++) failures.push(await failure(call(caller, { path: "" })));
  expect(failures[0]).toMatchObject({ captive: false, retryAfterS: 9 });
  expect(failures[1]).toMatchObject({ captive: false, retryAfterS: 30 });
  expect(failures[2]).toBeInstanceOf(Refused);
  expect(failures[2]).toMatchObject({ status: 413 });
});

it("sends what staff need to post, and a projector's token as a header", async () => {
  const fetch = answers(json({}), json({}));
  await call(caller, { path: "commands/", body: { commands: [] } });
  expect(fetch.mock.calls[0]![1]).toMatchObject({ method: "POST", headers: { "X-CSRFToken": "abc" } });
  await call({ ...caller, token: "t0k" }, { path: "snapshot/" });
  expect(fetch.mock.calls[1]![1]).toMatchObject({ method: "GET", headers: { Authorization: "Bearer t0k" } });
});

it("asks whether a snapshot has changed, and uses the one before when it has not", async () => {
  const fetch = answers(json({ seq: 5 }, { headers: { ETag: '"5"' } }), new Response(null, { status: 304 }));
  const snapshots = new Snapshots(caller);
  expect([await snapshots.fetch(), snapshots.isNew]).toEqual([{ seq: 5 }, true]);
  expect([await snapshots.fetch(), snapshots.isNew]).toEqual([{ seq: 5 }, false]);
  expect(fetch.mock.calls[1]![1]).toMatchObject({ headers: { "If-None-Match": '"5"' } });
});

it("takes the snapshot that was asked for ahead, as of then, and asks itself when there was no answer", async () => {
  vi.useFakeTimers({ now: 1000 });
  const fetch = answers(json({ seq: 5 }), html(502), json({ seq: 6 }));
  const snapshots = new Snapshots(caller, askAhead(caller.code));
  await vi.advanceTimersByTimeAsync(300);
  vi.setSystemTime(4000);
  expect([await snapshots.fetch(), snapshots.sentAt]).toEqual([{ seq: 5 }, 1000]);
  expect(snapshots.receivedAt).toBeLessThan(4000);
  expect(fetch).toHaveBeenCalledTimes(1);
  const unlucky = new Snapshots(caller, askAhead(caller.code));
  expect(await failure(unlucky.fetch())).toBeInstanceOf(Unreachable);
  expect([await unlucky.fetch(), unlucky.sentAt]).toEqual([{ seq: 6 }, 4000]);
  vi.useRealTimers();
});
