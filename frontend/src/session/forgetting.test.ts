import "fake-indexeddb/auto";

import { afterEach, expect, it, vi } from "vitest";

import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { openStore } from "./store";
import { Device } from "./testing/device";
import { FakeServer } from "./testing/server";

const code = "428617";

afterEach(() => vi.unstubAllGlobals());

it("shows no picture to whom the server turns away, and keeps none, though it says so before the device has looked", async () => {
  const server = new FakeServer();
  server.install();
  new Device().install();
  const pictures = await openStore();
  await pictures.keepSeen({ code, state: server.state, at: 0, offset: 0 });
  server.cookie = null;
  const session = new Session({ code, rules: participantRules, scope: () => "me", remember: true });
  await session.start();
  expect([session.link.kind, session.state]).toEqual(["not_joined", null]);
  await vi.waitFor(async () => expect(await pictures.seen(code)).toBeUndefined());
  session.stop();
});
