import { afterEach, beforeEach, vi } from "vitest";

import { newId } from "../ids";
import { MemoryStore } from "../memorystore";
import { participantRules } from "../overlay_participant";
import { Session, type SessionOptions } from "../session.svelte";
import { Device } from "./device";
import { FakeServer } from "./server";

export let server: FakeServer;
export let device: Device;
const opened: Session[] = [];

/** Gives each test of a file a server and a device of its own, and time that passes in `wait` alone. */
export function meetAnew(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-06-23T11:00:00Z") });
    server = new FakeServer();
    device = new Device();
    server.install();
    device.install();
  });

  afterEach(() => {
    for (const session of opened.splice(0)) session.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

/** A phone's session, started; it ends with the test. */
export async function openSession(options: Partial<SessionOptions> = {}): Promise<Session> {
  const session = new Session({ code: "428617", rules: participantRules, scope: () => "me", store: new MemoryStore(), ...options });
  opened.push(session);
  const starting = session.start();
  await wait(1);
  await starting;
  await wait(1);
  return session;
}

export async function wait(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

export function write(session: Session, text: string) {
  return session.send("idea.capture", { idea: newId(), column: "c1", text });
}

export function texts(session: Session): string[] {
  return [...(session.state?.ideas ?? []), ...(session.state?.me?.ideas ?? [])].map(({ text }) => text);
}
