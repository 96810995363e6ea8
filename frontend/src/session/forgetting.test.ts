import "fake-indexeddb/auto";

import { afterEach, expect, it, vi } from "vitest";

import type { State } from "../protocol/types";
import { newId } from "./ids";
import { participantRules } from "./overlay_participant";
import { Session } from "./session.svelte";
import { openStore } from "./store";
import { Device } from "./testing/device";
import { FakeServer } from "./testing/server";
import { SharedStore } from "./testing/tabs";

const code = "428617";
const scope = ({ me }: State) => `participant:w1:${me?.participant}`;

afterEach(() => vi.unstubAllGlobals());

it("sends what another tab still wrote as whom the device was before, also where a picture was there first", async () => {
  const server = new FakeServer();
  server.install();
  new Device().install();
  const store = new SharedStore();
  server.join("p2");
  await store.keepSeen({ code, state: server.state, at: 0, offset: 0 });
  const args = { idea: newId(), column: "c1", text: "skriven som p1" };
  await store.add({ scope: "participant:w1:p1", code, command: { id: newId(), name: "idea.capture", args }, made: Date.now() });
  const session = new Session({ code, rules: participantRules, scope, family: () => "participant:w1:", store, remember: true });
  await session.start();
  await vi.waitFor(() => expect(server.ideasByText()).toEqual(["skriven som p1"]));
  session.stop();
});

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
